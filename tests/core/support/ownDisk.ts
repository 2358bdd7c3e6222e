import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';

/** Why there can be no disk of a process's own here; null when there can. */
export const whyNoDisk =
  spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', tmpdir()]).status === 0
    ? null
    : 'needs Linux and the right to mount in a namespace of its own';

/** A program with its arguments that runs with a small disk of its own, such as `64k`, mounted over a folder. */
export const onOwnDisk = (size: string, folder: string, command: readonly string[]): readonly string[] => [
  ...['unshare', '-rm', 'sh', '-c', `mount -t tmpfs -o size=${size} tmpfs "$0" && exec "$@"`],
  ...[folder, ...command],
];

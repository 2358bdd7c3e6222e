import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

/** Runs nothing, after the check, on a Node that says it is this version. */
const runOn = (version: string) => {
  const pretend = `Object.defineProperty(process,'versions',{value:{...process.versions,node:'${version}'}})`;
  const imports = [
    '--import',
    `data:text/javascript,${encodeURIComponent(pretend)}`,
    '--import',
    './scripts/nodeVersion.mjs',
  ];
  return promisify(execFile)(process.execPath, [...imports, '-e', 'console.log("ran")']);
};

describe('the scripts', () => {
  it.each(['18.20.0', '20.20.2', '22.17.1'])('refuse Node %s in one line', async (version) => {
    await expect(runOn(version)).rejects.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        new RegExp(`^wallboard: Node\\.js 22\\.18 or newer is needed, this is ${version}[^\\n]*\\n$`),
      ),
    });
  });

  it.each(['22.18.0', '24.1.0', '26.0.0'])('run on Node %s', async (version) => {
    expect((await runOn(version)).stdout).toBe('ran\n');
  });
});

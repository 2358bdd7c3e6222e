import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type * as fsPromises from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { rotatingLog, type RotatingLog } from '../../../core/node/rotatingLog.ts';

const FILE_BYTES = 1000;
const FILES = 4;
const RETRY_MS = 30_000;
const OLD_FILES = ['wallboard.1.log', 'wallboard.2.log', 'wallboard.3.log'];

/** Files that another program holds: only Windows has the like, so it is played. */
const held = vi.hoisted(() => ({ names: new Set<string>(), tries: 0 }));
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof fsPromises>();
  const rename = (from: string, to: string): Promise<void> => {
    held.tries += 1;
    if (!held.names.has(basename(from))) return real.rename(from, to);
    return Promise.reject(Object.assign(new Error('busy'), { code: 'EBUSY' }));
  };
  return { ...real, rename };
});

let folder = '';
let nowMs = 0;
let told: object[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wallboard-log-'));
  nowMs = 0;
  told = [];
  held.names.clear();
  for (const name of OLD_FILES) writeFileSync(file(name), `${name}\n`);
  writeFileSync(file(), `${'y'.repeat(FILE_BYTES - 10)}\n`);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (name = 'wallboard.log'): string => join(folder, name);
const text = (name?: string): string => readFileSync(file(name), 'utf8');
const opened = (): RotatingLog =>
  rotatingLog({
    folder,
    name: 'wallboard',
    fileBytes: FILE_BYTES,
    files: FILES,
    monotonicMs: () => nowMs,
    told: (trouble) => told.push(trouble),
  });

it('a log whose newest file cannot be moved keeps the older ones and goes on in it, up to twice its size', async () => {
  const log = opened();
  held.names.add('wallboard.log');
  for (let i = 0; i < 60; i += 1) {
    log.write(`line ${i} ${'x'.repeat(30)}\n`);
    await log.flush();
    nowMs += RETRY_MS;
  }
  for (const name of OLD_FILES) expect(text(name)).toBe(`${name}\n`);
  expect(statSync(file()).size).toBeGreaterThan(FILE_BYTES);
  expect(statSync(file()).size).toBeLessThanOrEqual(2 * FILE_BYTES);
  expect(told).toEqual([{ code: 'EBUSY' }]);
  held.names.clear();
  log.write('free again\n');
  await log.flush();
  expect(readdirSync(folder).sort()).toEqual([...OLD_FILES, 'wallboard.log']);
  expect(text('wallboard.2.log')).toBe('wallboard.1.log\n');
  const lines = `${text('wallboard.1.log')}${text()}`.match(/^line \d+/gm);
  expect(lines).toEqual(Array.from({ length: 60 }, (_, i) => `line ${i}`));
});

it('a log one of whose older files cannot be moved deletes no other for it, however often it tries', async () => {
  const log = opened();
  held.names.add('wallboard.2.log');
  for (let i = 0; i < 60; i += 1) {
    log.write(`line ${i} ${'x'.repeat(30)}\n`);
    await log.flush();
    nowMs += RETRY_MS;
  }
  for (const name of OLD_FILES) expect(text(name)).toBe(`${name}\n`);
  expect(text('wallboard.aside.log')).toMatch(/^y+\n/);
  expect(statSync(file()).size).toBeLessThanOrEqual(2 * FILE_BYTES);
});

it('a log that a killed process left half moved is moved on, not overwritten', async () => {
  writeFileSync(file('wallboard.aside.log'), 'aside\n');
  const log = opened();
  log.write(`${'x'.repeat(39)}\n`);
  await log.flush();
  expect(readdirSync(folder)).not.toContain('wallboard.aside.log');
  expect(text('wallboard.2.log')).toBe('aside\n');
});

it('a log that waits for a busy disk is not tried again by flushing it', async () => {
  const log = opened();
  held.names.add('wallboard.log');
  for (let i = 0; i < 40; i += 1) {
    log.write(`${'x'.repeat(39)}\n`);
    await log.flush();
  }
  const { tries } = held;
  await log.flush();
  await log.flush();
  expect(held.tries).toBe(tries);
  nowMs += RETRY_MS;
  await log.flush();
  expect(held.tries).toBeGreaterThan(tries);
});

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createLog, type AppLog } from '../../../core/node/log.ts';

const MINUTE_MS = 60_000;
const START_MS = Date.UTC(2026, 10, 23, 14, 5);
const CANARY = 'exp_live+9f/3A=="\\§k7&Q2 <z>';

interface Kept {
  readonly log: AppLog;
  readonly lines: string[];
  advance(ms: number): void;
}

function opened(): Kept {
  const lines: string[] = [];
  let ms = 0;
  const log = createLog({ write: (line) => lines.push(line) }, { wallMs: () => START_MS + ms, monotonicMs: () => ms });
  return { log, lines, advance: (by) => void (ms += by) };
}

const folders: string[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'wallboard-log-'));
  folders.push(folder);
  return folder;
};
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** One line of whatever facts, from a log that knows the canary. */
function lineOf(facts: Readonly<Record<string, unknown>>, secret = CANARY): string {
  const { log, lines } = opened();
  log.hide(secret);
  log.info('some.event', facts);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^[^\n]{1,8200}\n$/);
  JSON.parse(lines[0] ?? '');
  return lines[0] ?? '';
}

const codes = (secret: string, written: (code: string) => string): string =>
  [...secret].map((sign) => written((sign.codePointAt(0) ?? 0).toString(16))).join('');

const encodings: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  'in JSON': (secret) => JSON.stringify({ key: secret }),
  'in JSON in JSON': (secret) => JSON.stringify(JSON.stringify({ key: secret })),
  'in an address': (secret) => `https://x/?k=${encodeURIComponent(secret)}`,
  'in a form': (secret) => new URLSearchParams({ k: secret }).toString(),
  'in base64': (secret) => btoa(unescape(encodeURIComponent(secret))),
  'in base64 behind a name': (secret) => Buffer.from(`me:${secret}`).toString('base64'),
  'in base64 behind a longer name': (secret) => Buffer.from(`meme:${secret}!`).toString('base64'),
  'in base64 for addresses': (secret) => Buffer.from(`m:${secret}`).toString('base64url'),
  'in hexadecimal': (secret) => Buffer.from(secret).toString('hex'),
  'with escaped slashes': (secret) =>
    JSON.stringify(secret)
      .slice(1, -1)
      .replaceAll('/', String.raw`\/`),
  'each character as a code': (secret) => codes(secret, (code) => `%${code.padStart(2, '0')}`),
  'each character as a code of JSON': (secret) => codes(secret, (code) => String.raw`\u` + code.padStart(4, '0')),
  'each character as a code of HTML': (secret) => codes(secret, (code) => `&#x${code.toUpperCase()};`),
  'in HTML': (secret) =>
    secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
};

/** Whether any of the forms of the secret, or a good part of one, is still in the line. */
function leaks(line: string, secret: string): boolean {
  const forms = Object.values(encodings).map((encode) => encode(secret));
  const plain = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), ...forms];
  const undone = line.replaceAll('\\\\', '\\').replaceAll('\\"', '"');
  return plain.some((form) => line.includes(form) || undone.includes(form));
}

describe('the log', () => {
  for (const [how, encode] of Object.entries(encodings))
    it(`never holds a secret it knows, ${how}`, () => {
      const text = `before ${encode(CANARY)} after`;
      for (const facts of [{ text }, { deep: [{ inner: text }] }, { [text]: 1 }, { error: new Error(text) }]) {
        const line = lineOf(facts);
        expect(leaks(line, CANARY)).toBe(false);
        expect(line).toContain('•••');
      }
    });

  it('never holds a secret, whatever surrounds it and wherever it is cut', () => {
    const secret = fc.string({ unit: fc.constantFrom(...'aZ09+/=-_.~"\\&<>%'), minLength: 6, maxLength: 80 });
    const filler = fc.string({ maxLength: 700 });
    fc.assert(
      fc.property(secret, filler, filler, fc.constantFrom(...Object.values(encodings)), (key, left, right, encode) => {
        const line = lineOf({ a: `${left}${encode(key)}${right}`, b: [{ c: new Error(`${right}${key}`) }] }, key);
        expect(
          line.includes(key) && !'•••'.includes(key) && !line.replaceAll(/"(a|b|c)":/g, '').includes('some.event'),
        ).toBe(false);
        const parsed = JSON.parse(line) as Record<string, unknown>;
        expect(JSON.stringify([parsed['a'], parsed['b']]).includes(JSON.stringify(key).slice(1, -1))).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('never holds a good part of a secret in base64, whatever was before and after it', () => {
    const secret = fc.string({ unit: fc.constantFrom(...'aZ09+/=-_.~?>'), minLength: 12, maxLength: 60 });
    const around = fc.string({ unit: fc.constantFrom(...'abc'), maxLength: 5 });
    fc.assert(
      fc.property(secret, around, around, fc.constantFrom('base64', 'base64url'), (key, left, right, encoding) => {
        const encoded = Buffer.from(`${left}${key}${right}`).toString(encoding);
        const line = lineOf({ text: encoded }, key);
        // Two characters at either end depend on what is beside the secret.
        const from = Math.ceil((left.length * 8) / 6) + 1;
        const whole = encoded.slice(from, from + Math.floor((key.length * 8) / 6) - 2);
        expect(line).not.toContain(whole);
      }),
    );
  });

  it('takes e-mail addresses and telephone numbers out of texts, names and numbers', () => {
    const line = lineOf({
      text: 'asked by huda.q@example.com, call +966 50 123 4567 or 0501234567',
      address: 'email=omar%40example.org&x=1',
      number: 966_501_234_567,
      'sara@example.net': true,
    });
    expect(line).not.toMatch(/example|966|0501234567|huda|omar|sara/);
  });

  it('keeps times, durations, versions and codes as they are', () => {
    const facts = {
      since: '2026-11-23T14:05:00.000Z',
      awayMs: 691_200_000,
      version: '24.21.0',
      code: 'ENOSPC',
      n: 200,
    };
    expect(JSON.parse(lineOf(facts))).toMatchObject(facts);
  });

  it('does not keep a PIN to recognise it, and takes it for itself only', () => {
    const line = lineOf({ text: 'PIN 4711 tried, 14711 not', count: 4711, pin: '0815' }, '4711');
    expect(JSON.parse(line)).toMatchObject({ text: 'PIN ••• tried, 14711 not', count: 4711, pin: '•••' });
  });

  it('writes one bounded line for facts of any kind', () => {
    const cyclic: Record<string, unknown> = { name: 'a' };
    cyclic['self'] = cyclic;
    const hostile = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error(CANARY);
        },
      },
    );
    const facts = {
      cyclic,
      big: 2n ** 70n,
      huge: `${'x'.repeat(1_000_000)}${CANARY}`,
      many: Array.from({ length: 10_000 }, (_, i) => ({ i })),
      error: new TypeError('no', { cause: new Error(`because of ${CANARY}`) }),
      nan: NaN,
      none: undefined,
      symbol: Symbol('s'),
      fn: () => CANARY,
      toJSON: () => CANARY,
      get thrower(): string {
        throw new Error(CANARY);
      },
      at: 'yesterday',
      event: 'another',
    };
    const line = lineOf(facts);
    expect(leaks(line, CANARY)).toBe(false);
    expect(JSON.parse(line)).toMatchObject({ at: new Date(START_MS).toISOString(), event: 'some.event' });
    expect(JSON.parse(lineOf({ few: facts.cyclic, big: facts.big, thrower: 1 }))).toMatchObject({
      few: { name: 'a', self: '[again]' },
    });
    lineOf({ hostile });
    lineOf(hostile);
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.anything({ withBigInt: true, withDate: true, withMap: true })),
        (any) => void lineOf(any),
      ),
    );
  });

  it('says how often it held an event back that came too often, and lets others through', () => {
    const { log, lines, advance } = opened();
    for (let i = 0; i < 5_000; i += 1) log.warn('flood', { i });
    log.info('other');
    expect(lines).toHaveLength(61);
    advance(2 * MINUTE_MS);
    log.info('other');
    expect(lines.slice(61).map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { event: 'log.repeated', of: 'flood', times: 4_940 },
      { event: 'other' },
    ]);
  });

  it('goes on when nobody reads its stream', () => {
    const log = createLog({
      write: () => {
        throw new Error('gone');
      },
    });
    expect(() => log.info('event')).not.toThrow();
  });

  it('keeps lines from before its folder was known, and what does not happen often a second time', async () => {
    const folder = newFolder();
    const { log } = opened();
    log.info('early');
    log.keepIn(folder);
    log.warn('poll.failed');
    log.info('wall.changed');
    await log.flush();
    const eventsOf = (name: string): unknown[] =>
      readFileSync(join(folder, name), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { event: string }).event);
    expect(eventsOf('wallboard.log')).toEqual(['early', 'poll.failed', 'wall.changed']);
    expect(eventsOf('changes.log')).toEqual(['early', 'wall.changed']);
  });

  it('keeps changes, and at most 50 MB, beside a flood that has long pushed them out of the other file', async () => {
    const folder = newFolder();
    const { log, advance } = opened();
    log.keepIn(folder);
    for (let board = 0; board < 20; board += 1) log.info('wall.changed', { board: `bad-hour-${board}` });
    const filler = Object.fromEntries([...'abcdefghijkl'].map((name) => [name, name.repeat(500)]));
    for (let minute = 0; minute < 550; minute += 1) {
      for (let i = 0; i < 11; i += 1) log.warn('commandRefused', filler);
      await log.flush();
      advance(MINUTE_MS);
    }
    const textOf = (start: string): string =>
      readdirSync(folder)
        .filter((name) => name.startsWith(start))
        .map((name) => readFileSync(join(folder, name), 'utf8'))
        .join('');
    const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    expect(bytes).toBeLessThanOrEqual(50 * 1024 * 1024);
    expect(textOf('wallboard')).not.toContain('bad-hour-');
    expect(textOf('changes').match(/bad-hour-/g)).toHaveLength(20);
  });
});

import { describe, expect, test } from 'vitest';
import { readHead } from '../../../core/experia/replyHead.ts';

const NOW_MS = Date.parse('2026-11-22T11:05:00Z');
const IN_AN_HOUR = 3_600_000;
const head = (headers: Readonly<Record<string, string>>) => readHead(new Headers(headers), NOW_MS);
const rate = (headers: Readonly<Record<string, string>>) => head(headers).rate;

describe('what the API says it has left', () => {
  test.each(['X-RateLimit-', 'X-Rate-Limit-', 'RateLimit-', 'Rate-Limit-'])('is read from %s…', (prefix) => {
    const headers = { [`${prefix}Limit`]: '200', [`${prefix}Remaining`]: '57', [`${prefix}Reset`]: '120' };
    expect(rate(headers)).toEqual({ limit: 200, remaining: 57, resetMs: 120_000 });
  });

  test.each([
    ['limit=200, remaining=57, reset=120', { limit: 200, remaining: 57, resetMs: 120_000 }],
    ['"default";r=57;t=120', { limit: null, remaining: 57, resetMs: 120_000 }],
  ])('or from one header: %s', (text, expected) => {
    expect(rate({ RateLimit: text })).toEqual(expected);
  });

  test.each([
    ['120', 120_000],
    ['0', 0],
    ['1.5', 1500],
    ['99999', IN_AN_HOUR],
    [String(NOW_MS / 1000 + 120), 120_000],
    [String(NOW_MS + 120_000), 120_000],
    [String(NOW_MS / 1000 - 120), 0],
    ['Sun, 22 Nov 2026 11:07:00 GMT', 120_000],
    ['2026-11-22T11:07:00Z', 120_000],
    ['soon', null],
    ['-5', null],
    ['', null],
  ])('a reset of %s', (text, resetMs) => {
    expect(rate({ 'X-RateLimit-Remaining': '57', 'X-RateLimit-Reset': text })).toMatchObject({ resetMs });
  });

  test('a time is one of the clock that the reply was dated by', () => {
    const headers = {
      Date: new Date(NOW_MS + 600_000).toUTCString(),
      'X-RateLimit-Remaining': '57',
      'X-RateLimit-Reset': String(NOW_MS / 1000 + 720),
    };
    expect(head(headers)).toEqual({ dateMs: NOW_MS + 600_000, rate: { limit: null, remaining: 57, resetMs: 120_000 } });
  });

  test.each([
    [{}],
    [{ 'X-RateLimit-Limit': '200' }],
    [{ 'X-RateLimit-Remaining': 'many' }],
    [{ 'X-RateLimit-Remaining': '-1' }],
    [{ RateLimit: 'unlimited' }],
  ])('is nothing where it says nothing that can be read: %j', (headers) => {
    expect(rate(headers as Readonly<Record<string, string>>)).toBeNull();
  });

  test('is nothing where the limit is said to be none', () => {
    expect(rate({ 'X-RateLimit-Limit': '0', 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': '3600' })).toBeNull();
    expect(rate({ RateLimit: 'limit=0, remaining=0, reset=3600' })).toBeNull();
  });

  test('of several numbers the first is taken', () => {
    expect(rate({ 'X-RateLimit-Limit': '200, 200;w=3600', 'X-RateLimit-Remaining': '57' })?.limit).toBe(200);
  });
});

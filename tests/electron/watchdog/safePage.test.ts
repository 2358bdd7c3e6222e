import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../common/snapshot.ts';
import { createAppHandler, CONTENT_SECURITY_POLICY } from '../../../electron/appProtocol.ts';
import { safeAddress, safePages } from '../../../electron/watchdog/safePage.ts';
import { boardOf } from './support.ts';

const SINCE_MS = Date.UTC(2026, 10, 23, 11, 5, 30);
const NEXT_MS = Date.UTC(2026, 10, 23, 23, 10);

function setUp(appName = 'Experia Wallboard', locale = 'en') {
  const read: string[] = [];
  const snapshot = () =>
    ({ locale, boards: [boardOf('main', null)] }) as unknown as Pick<Snapshot, 'locale' | 'boards'>;
  const handle = createAppHandler({
    root: '/app',
    read: async (path) => {
      read.push(path);
      throw new Error('There is no file');
    },
    made: safePages(appName, snapshot),
  });
  return { read, get: (url: string) => handle({ url, method: 'GET' }) };
}

describe('the page of a screen without figures', () => {
  it("says since when, and when it is tried again, in the board's own time", async () => {
    const { get, read } = setUp();
    const response = await get(safeAddress({ sinceMs: SINCE_MS, nextMs: NEXT_MS }, 'main'));
    const html = await response.text();
    const text = html.replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, ' ');
    expect(text).toContain('This screen has stopped showing figures Not live since 14:05 Trying again at 02:10');
    expect(read).toEqual([]);
  });

  it('comes with the same headers as every page, holds no script, and brings a style of its own', async () => {
    const { get } = setUp();
    const response = await get(safeAddress({ sinceMs: SINCE_MS, nextMs: NEXT_MS }, null));
    expect(response.headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const html = await response.text();
    expect(html).not.toMatch(/<script|<style|style=|\son\w+=/i);
    const style = /<link rel="stylesheet" href="([^"]+)">/.exec(html)?.[1];
    const css = await get(`app://wallboard/${style}`);
    expect([css.status, css.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8']);
  });

  it('says it in English and UTC when its language or its offset is none that is known', async () => {
    const { get } = setUp('Wall', 'not_a_locale');
    const text = await (await get(safeAddress({ sinceMs: SINCE_MS, nextMs: NEXT_MS }, 'main'))).text();
    expect(text).toContain('<time>11:05</time>');
  });

  it('shows a name with marks in it as text', async () => {
    const { get } = setUp('<img src=x onerror=alert(1)> & "Wall"');
    const html = await (await get(safeAddress({ sinceMs: SINCE_MS, nextMs: NEXT_MS }, null))).text();
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;Wall&quot;');
    expect(html).not.toContain('<img');
  });

  it.each([
    '',
    '?since=1',
    '?since=a&next=1',
    '?since=-1&next=1',
    '?since=1&next=9999999999999999',
    '?since=1e3&next=1',
  ])('is not there for %j', async (query) => {
    const response = await setUp().get(`app://wallboard/stopped.html${query}`);
    expect(response.status).toBe(404);
  });
});

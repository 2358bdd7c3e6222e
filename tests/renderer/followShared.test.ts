import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SnapshotListener } from '../../common/contract.ts';
import type { Following } from '../../renderer/transport/follow.ts';
import { createFollowHub, type HubMessage } from '../../renderer/transport/followHub.ts';
import { followShared, type ReachHub } from '../../renderer/transport/followShared.ts';
import { snapshot } from './snapshots.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

const pass = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

/** A browser: one hub, and pages that reach it over ports. */
function openBrowser() {
  let wallboard: SnapshotListener | null = null;
  const calls: string[] = [];
  const alone: string[] = [];
  const browser = { isHubAlive: true, refuses: false };
  const hub = createFollowHub((listener) => {
    calls.push('connected');
    wallboard = listener;
    return { renew: () => void calls.push('renewed'), keepConnection: () => undefined, end: () => undefined };
  });

  function openPage({ isRenewed = false } = {}) {
    const seen: (readonly [revision: number, heldMs: number])[] = [];
    const links: string[] = [];
    const reach: ReachHub = (hear) => {
      if (browser.refuses) throw new Error('denied');
      let toHub = (_event: { readonly data: unknown }): void => undefined;
      if (browser.isHubAlive)
        hub.join({
          postMessage(message) {
            const copy = structuredClone(message);
            queueMicrotask(() => {
              if (browser.isHubAlive) hear(copy);
            });
          },
          addEventListener: (_type, listener) => (toHub = listener),
          start: () => undefined,
        });
      return { post: (message) => queueMicrotask(() => toHub({ data: message })), close: () => undefined };
    };
    const fallBack = (): Following => {
      alone.push('alone');
      return {
        renew: () => undefined,
        keepConnection: (isWanted) => void alone.push(isWanted ? 'wanted' : 'unwanted'),
        end: () => void alone.push('end'),
      };
    };
    const following = followShared(
      {
        snapshot: ({ revision }, heldMs = 0) => void seen.push([revision, heldMs]),
        link: (state) => void links.push(state),
      },
      reach,
      isRenewed,
      fallBack,
    );
    return { following, seen, links };
  }
  const tell = (revision: number): void => wallboard?.snapshot(snapshot({ revision }));
  const link = (state: 'up' | 'down' | 'polled' | 'full'): void => wallboard?.link(state);
  return { browser, hub, calls, alone, openPage, tell, link };
}

describe('the pages of one browser', () => {
  it('share one connection, and each hears all', async () => {
    const { calls, openPage, tell, link } = openBrowser();
    const pages = Array.from({ length: 8 }, () => openPage());
    await pass();
    link('up');
    tell(1);
    await pass();
    link('polled');
    await pass();
    expect(calls).toEqual(['connected']);
    for (const { seen, links } of pages) {
      expect(seen.map(([revision]) => revision)).toEqual([1]);
      expect(links.at(-1)).toBe('polled');
    }
  });

  it('have the last state at once when they come later, with its true age', async () => {
    const { openPage, tell, link } = openBrowser();
    openPage();
    await pass();
    link('up');
    tell(1);
    await pass(7000);
    const later = openPage();
    await pass();
    expect([later.seen, later.links]).toEqual([[[1, 7000]], ['up']]);
  });

  it('connect anew when one of them has opened the control link, and all look what they may do', async () => {
    const { calls, openPage, link } = openBrowser();
    const first = openPage();
    await pass();
    link('up');
    await pass();
    openPage({ isRenewed: true });
    await pass();
    expect(calls).toEqual(['connected', 'renewed']);
    link('down');
    link('up');
    await pass();
    expect(first.links.slice(-2)).toEqual(['down', 'up']);
  });

  it('that are asleep are sent one message, and when they wake the newest state with its true age', async () => {
    const { hub, tell } = openBrowser();
    const messages: HubMessage[] = [];
    let read = (_event: { readonly data: unknown }): void => undefined;
    hub.join({
      postMessage: (message) => void messages.push(message),
      addEventListener: (_type, listener) => (read = listener),
      start: () => undefined,
    });
    for (let revision = 1; revision <= 500; revision += 1) {
      tell(revision);
      await pass(1000);
    }
    expect(messages).toHaveLength(1);
    read({ data: 'read' });
    expect(messages).toHaveLength(2);
    expect(messages[1]).toMatchObject({ snapshot: { revision: 500 }, atMs: Date.now() - 1000 });
    tell(501);
    read({ data: 'read' });
    expect(messages.at(-1)).toMatchObject({ snapshot: { revision: 501 } });
  });

  it('hear of a loss that came and went while they were busy', async () => {
    const { openPage, link } = openBrowser();
    const { links } = openPage();
    await pass();
    link('up');
    link('down');
    link('up');
    await pass();
    expect(links.slice(-2)).toEqual(['down', 'up']);
  });
});

describe('a page without a hub', () => {
  it('follows alone when shared workers are refused', () => {
    const { browser, alone, openPage } = openBrowser();
    browser.refuses = true;
    const { following } = openPage();
    following.keepConnection(false);
    following.end();
    expect(alone).toEqual(['alone', 'wanted', 'unwanted', 'end']);
  });

  it('follows alone when the hub does not say a word within 5 s', async () => {
    const { browser, alone, openPage } = openBrowser();
    browser.isHubAlive = false;
    openPage();
    await pass(4999);
    expect(alone).toEqual([]);
    await pass(1);
    expect(alone).toEqual(['alone', 'wanted']);
  });

  it('says so when the hub has gone, and reaches for another before it follows alone', async () => {
    const { browser, alone, openPage, link } = openBrowser();
    const { links } = openPage();
    await pass();
    link('up');
    await pass(60_000);
    expect(links).not.toContain('down');
    browser.isHubAlive = false;
    await pass(35_000);
    expect([links.at(-1), alone]).toEqual(['down', []]);
    browser.isHubAlive = true;
    await pass(1000);
    await pass(60_000);
    expect(alone).toEqual(['alone', 'wanted']);
  });
});

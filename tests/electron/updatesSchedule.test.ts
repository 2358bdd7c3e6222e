import { beforeEach, describe, expect, it } from 'vitest';
import type { DesktopSettings } from '../../common/settings.ts';
import { HOUR_MS, MINUTE_MS } from '../../common/time.ts';
import type { UpdateEngine } from '../../electron/updates/engine.ts';
import { UnsignedRelease } from '../../electron/updates/signedProvider.ts';
import { createUpdates, type Updates } from '../../electron/updates/updates.ts';
import { World } from '../core/support/world.ts';

let world: World;
let chosen: DesktopSettings['updates'];
let calls: string[];
let events: string[];
let hour: number;
let comesBack: boolean;
/** What the next looks find: a version, nothing, a failure, or no answer at all. */
let found: string | null | Error | 'hangs';
let downloads: () => Promise<void>;
let installs: () => Promise<'installed' | 'ends'>;

beforeEach(() => {
  world = new World();
  chosen = 'stable';
  calls = [];
  events = [];
  hour = 12;
  comesBack = true;
  found = null;
  downloads = () => Promise.resolve();
  installs = () => Promise.resolve('installed');
});

function openEngine(): Promise<UpdateEngine> {
  calls.push('open');
  return Promise.resolve({
    check(channel) {
      calls.push(`check ${channel}`);
      if (found === 'hangs') return new Promise<null>(() => undefined);
      return found instanceof Error ? Promise.reject(found) : Promise.resolve(found);
    },
    download() {
      calls.push('download');
      return downloads();
    },
    cancel: () => void calls.push('cancel'),
    installOnQuit: (on) => void calls.push(`onQuit ${on}`),
    install() {
      calls.push('install');
      return installs();
    },
  });
}

function start(random = 0.5): Updates {
  const note = (event: string): void => void events.push(event);
  return createUpdates({
    clock: world.process().clock,
    random: () => random,
    log: { info: note, warn: note },
    chosen: () => chosen,
    hourOf: () => hour,
    openEngine,
    comesBack: () => comesBack,
    startAgain: () => void calls.push('startAgain'),
  });
}
const checks = (): string[] => calls.filter((call) => call.startsWith('check'));

describe('looking for updates', () => {
  it('loads nothing and asks nobody while it is off', async () => {
    chosen = 'off';
    const updates = start();
    await world.advance(48 * HOUR_MS);
    expect([calls, updates.state()]).toEqual([[], { kind: 'off' }]);
  });

  it.each([0, 0.5, 0.999])('begins within an hour, and goes on every six to eight (random %d)', async (random) => {
    start(random);
    await world.advance(random * HOUR_MS - MINUTE_MS);
    expect(checks()).toEqual([]);
    await world.advance(2 * MINUTE_MS);
    expect(checks()).toHaveLength(1);
    await world.advance((6 + 2 * random) * HOUR_MS - 2 * MINUTE_MS);
    expect(checks()).toHaveLength(1);
    await world.advance(3 * MINUTE_MS);
    expect(checks()).toHaveLength(2);
  });

  it('asks no sooner when the network fails', async () => {
    found = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const updates = start();
    await world.advance(24 * HOUR_MS);
    expect(checks()).toHaveLength(4);
    expect(updates.state()).toEqual({ kind: 'failed', reason: 'network' });
    expect(events).toContain('update.failed');
  });

  it('begins at once when it is switched on, and forgets everything when it is switched off', async () => {
    chosen = 'off';
    const updates = start();
    await world.advance(5 * HOUR_MS);
    chosen = 'beta';
    found = '2.0.0-beta.1';
    await world.advance(2 * MINUTE_MS);
    expect([checks(), updates.state()]).toEqual([['check beta'], { kind: 'ready', version: '2.0.0-beta.1' }]);
    chosen = 'off';
    expect(updates.state()).toEqual({ kind: 'off' });
    await world.advance(2 * MINUTE_MS);
    expect(calls.slice(-2)).toEqual(['onQuit false', 'cancel']);
    hour = 4;
    await world.advance(24 * HOUR_MS);
    expect(checks()).toHaveLength(1);
    expect(calls).not.toContain('install');
  });

  it('does not install what was fetched for another channel', async () => {
    chosen = 'beta';
    found = '2.0.0-beta.1';
    const updates = start();
    await world.advance(HOUR_MS);
    expect(updates.state().kind).toBe('ready');
    chosen = 'stable';
    found = null;
    await world.advance(2 * MINUTE_MS);
    expect(updates.state()).toEqual({ kind: 'current' });
    expect(calls.slice(-4)).toEqual(['onQuit false', 'cancel', 'open', 'check stable']);
  });

  it('gives up a download for a channel that is not wanted any more', async () => {
    found = '2.0.0';
    let fail = (_: Error): void => undefined;
    downloads = () => new Promise((_, reject) => (fail = reject));
    const updates = start();
    await world.advance(HOUR_MS);
    expect(updates.state()).toEqual({ kind: 'downloading', version: '2.0.0' });
    chosen = 'off';
    await world.advance(2 * MINUTE_MS);
    fail(new Error('cancelled'));
    await world.advance(24 * HOUR_MS);
    expect([checks(), updates.state()]).toEqual([['check stable'], { kind: 'off' }]);
    expect(calls).toContain('cancel');
  });

  it.each(['fails', 'ends'])(
    'goes on with the channel that was chosen meanwhile, at once; the old download %s',
    async (how) => {
      found = '2.0.0';
      let end = (): void => undefined;
      downloads = () =>
        new Promise((resolve, reject) => (end = how === 'ends' ? resolve : () => reject(new Error('cancelled'))));
      const updates = start();
      await world.advance(HOUR_MS);
      chosen = 'beta';
      found = null;
      await world.advance(2 * MINUTE_MS);
      end();
      await world.advance(2 * MINUTE_MS);
      expect([checks(), updates.state()]).toEqual([['check stable', 'check beta'], { kind: 'current' }]);
      expect(events).not.toContain('update.failed');
    },
  );

  it('says that what was offered is not signed, and does not install what it had before', async () => {
    found = '1.2.0';
    const updates = start();
    await world.advance(HOUR_MS);
    found = new UnsignedRelease('x');
    await world.advance(8 * HOUR_MS);
    expect(updates.state()).toEqual({ kind: 'failed', reason: 'unsigned' });
    expect(calls).toContain('onQuit false');
  });

  it('keeps what is ready while the server cannot be reached', async () => {
    found = '1.2.0';
    const updates = start();
    await world.advance(HOUR_MS);
    found = Object.assign(new Error('down'), { code: 'ECONNRESET' });
    await world.advance(24 * HOUR_MS);
    expect(updates.state()).toEqual({ kind: 'ready', version: '1.2.0' });
    expect(calls).not.toContain('onQuit false');
  });

  it('gives up what it had when the release was withdrawn', async () => {
    found = '1.2.0';
    const updates = start();
    await world.advance(HOUR_MS);
    found = null;
    await world.advance(8 * HOUR_MS);
    expect(updates.state()).toEqual({ kind: 'current' });
    expect(events).toContain('update.withdrawn');
    expect(calls.slice(-2)).toEqual(['onQuit false', 'cancel']);
    hour = 4;
    await world.advance(HOUR_MS);
    expect(calls).not.toContain('install');
  });

  it('does not install what is replaced by another release while that is on its way', async () => {
    found = '1.2.0';
    const updates = start();
    await world.advance(HOUR_MS);
    found = '1.1.9';
    let done = (): void => undefined;
    downloads = () => new Promise((resolve) => (done = resolve));
    await world.advance(8 * HOUR_MS);
    expect(calls.slice(-2)).toEqual(['onQuit false', 'download']);
    done();
    await world.advance(MINUTE_MS);
    expect([calls.at(-1), updates.state()]).toEqual(['onQuit true', { kind: 'ready', version: '1.1.9' }]);
  });

  it('is not said to be ready when it was switched off and on again while a server was slow', async () => {
    let answer = (_: string | null): void => undefined;
    const updates = createUpdates({
      clock: world.process().clock,
      random: () => 0,
      log: { info: () => undefined, warn: () => undefined },
      chosen: () => chosen,
      hourOf: () => hour,
      async openEngine() {
        const engine = await openEngine();
        return { ...engine, check: () => new Promise((resolve) => (answer = resolve)) };
      },
      comesBack: () => true,
      startAgain: () => undefined,
    });
    await world.advance(2 * MINUTE_MS);
    const late = answer;
    for (chosen of ['off', 'stable'] as const) await world.advance(MINUTE_MS);
    late('1.2.0');
    await world.advance(MINUTE_MS);
    expect([updates.state(), calls]).toEqual([{ kind: 'checking' }, ['open', 'onQuit false', 'cancel', 'open']]);
    answer('1.2.0');
    await world.advance(MINUTE_MS);
    expect(updates.state()).toEqual({ kind: 'ready', version: '1.2.0' });
    expect(calls.filter((call) => call === 'download')).toHaveLength(1);
  });

  it('does not wait for ever for a server that hangs', async () => {
    found = 'hangs';
    const updates = start();
    await world.advance(HOUR_MS);
    expect(updates.state()).toEqual({ kind: 'failed', reason: 'network' });
    found = '1.2.0';
    await world.advance(8 * HOUR_MS);
    expect(updates.state()).toEqual({ kind: 'ready', version: '1.2.0' });
    expect(calls.filter((call) => call === 'open')).toHaveLength(2);
  });

  it('ends when it is stopped', async () => {
    const updates = start();
    updates.stop();
    await world.advance(24 * HOUR_MS);
    expect(calls).toEqual([]);
  });
});

describe('a wall that never ends', () => {
  it('is updated once at four at night, and started anew', async () => {
    found = '1.2.0';
    start();
    await world.advance(2 * HOUR_MS);
    expect(calls).not.toContain('install');
    hour = 4;
    await world.advance(HOUR_MS);
    expect(calls.filter((call) => call === 'install' || call === 'startAgain')).toEqual(['install', 'startAgain']);
  });

  it('says that an update could not be installed, fetches it again, and installs it the next night', async () => {
    found = '1.2.0';
    installs = () => Promise.reject(new Error('no space'));
    const updates = start();
    await world.advance(2 * HOUR_MS);
    hour = 4;
    await world.advance(HOUR_MS);
    expect(updates.state()).toEqual({ kind: 'failed', reason: 'unknown' });
    expect([events.at(-1), calls.slice(-2)]).toEqual(['update.notInstalled', ['onQuit false', 'cancel']]);
    hour = 5;
    installs = () => Promise.resolve('installed');
    await world.advance(14 * HOUR_MS);
    expect(updates.state()).toEqual({ kind: 'ready', version: '1.2.0' });
    hour = 4;
    await world.advance(HOUR_MS);
    expect(calls.slice(-2)).toEqual(['install', 'startAgain']);
    expect(calls.filter((call) => call === 'open')).toHaveLength(2);
  });

  it('says that the system has refused an update, and does not wait for ever for its word', async () => {
    found = '1.2.0';
    hour = 4;
    installs = () => Promise.reject(Object.assign(new Error('x'), { code: 'ERR_UPDATER_INVALID_SIGNATURE' }));
    const updates = start();
    await world.advance(HOUR_MS);
    expect(updates.state()).toEqual({ kind: 'failed', reason: 'unsigned' });
    installs = () => new Promise(() => undefined);
    await world.advance(14 * HOUR_MS);
    expect(calls.filter((call) => call === 'install')).toHaveLength(2);
    expect(events.filter((event) => event === 'update.notInstalled')).toHaveLength(2);
  });

  it('stays as it is when nobody would start it again', async () => {
    found = '1.2.0';
    comesBack = false;
    start();
    await world.advance(2 * HOUR_MS);
    hour = 4;
    await world.advance(HOUR_MS);
    expect(calls).not.toContain('install');
    expect(events.filter((event) => event === 'update.notAtNight')).toHaveLength(1);
  });

  it('is left alone at night when there is nothing to install', async () => {
    hour = 4;
    start();
    await world.advance(24 * HOUR_MS);
    expect(calls).not.toContain('install');
  });
});

import { flushPromises } from '@vue/test-utils';
import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SECOND_MS } from '../../common/time.ts';
import { forkKeychainWorker } from '../../core/node/forkKeychainWorker.ts';
import { keychainStore } from '../../core/node/keychain.ts';
import type { SecretStore } from '../../core/ports.ts';
import { keychain } from '../core/support/memoryKeychain.ts';
import { CANARY, tracesOfKey } from './support/canary.ts';
import {
  brokenLibrary,
  lockedService,
  noService,
  silentService,
  whyNoLockedService,
  whyNoService,
} from './support/realKeychains.ts';
import { scene, type Life, type Scene } from './support/scene.ts';
import type { WallScreen } from './support/screen.ts';
import { until } from './support/until.ts';

const TIME_OUT_MS = 10 * SECOND_MS;

/** The machine's own keychain, as the product asks it. */
const real = (): SecretStore => keychainStore(forkKeychainWorker);

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

const noKeychain = (reason: string): string =>
  `No keychain on this machine (${reason}). The key would be kept until the app ends.`;

/** Types a key into the form of the setup screen, as it was pasted. */
async function typeKey({ screen: { wrapper } }: WallScreen, text: string): Promise<void> {
  await wrapper.get('#api-key').setValue(text);
}

const said = ({ screen: { wrapper } }: WallScreen): string => wrapper.get('.key-form .result').text();

async function save(wall: WallScreen, life: Life): Promise<void> {
  await wall.screen.wrapper.get('form.key-form').trigger('submit');
  await until(() => !wall.screen.wrapper.get('[data-action="setKey"]').text().includes('Saving'));
  await life.settle();
  await flushPromises();
}

/** A wall without a key is set up on this machine: the keychain is refused in words, and what works is chosen already. */
async function setUp(it: Scene, life: Life, reason: string): Promise<void> {
  const wall = await life.show(life.wallboard, 'kiosk');
  expect(await wall.words()).toContain('Set up the wallboard');
  expect(await wall.words()).toContain(noKeychain(reason));
  await typeKey(wall, CANARY);
  expect(await wall.words()).toContain('start the wallboard with EXPERIA_API_KEY_FILE=');
  expect(wall.screen.wrapper.get<HTMLInputElement>('input[value="session"]').element.checked).toBe(true);
  expect([it.arrived(), life.snapshot().key.present]).toEqual([0, false]);
  await save(wall, life);
  expect(life.snapshot().key).toMatchObject({ present: true, source: 'session' });
  expect(await life.look()).toMatchObject({ health: 'fresh', error: null });
  // Kept in memory, and nowhere else (what files hold is searched after every test).
  expect(readdirSync(it.folder)).not.toContain('key');
}

describe('fault 23: a keychain that cannot be had', () => {
  test('absent: the setup screen says so, and the key is kept for the session only when that is chosen', async () => {
    noService();
    const it = await scene();
    await setUp(it, await it.open({ givenKey: null, secrets: real() }), 'none found');
  });

  test('without its library: the same', async () => {
    brokenLibrary();
    const it = await scene();
    await setUp(it, await it.open({ givenKey: null, secrets: real() }), 'none found');
  });

  test('denied: the setup screen says so, and the same choice', async () => {
    const it = await scene();
    await setUp(it, await it.open({ givenKey: null, secrets: keychain('denied') }), 'access denied');
  });

  test('hanging: it is given up after 10 s, meanwhile nothing else stands still, and the setup screen says so', async (context) => {
    if (whyNoService !== null) context.skip(whyNoService);
    const connections = await silentService();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const it = await scene();
    const opening = it.open({ givenKey: null, secrets: real() });
    const patience = performance.now() + TIME_OUT_MS;
    while (connections.length === 0 && performance.now() < patience) await new Promise(setImmediate);
    let isOpen = false;
    void opening.then(() => (isOpen = true));
    vi.advanceTimersByTime(TIME_OUT_MS - 1);
    for (let i = 0; i < 5; i += 1) await new Promise(setImmediate);
    expect(isOpen).toBe(false);
    vi.advanceTimersByTime(1);
    vi.useRealTimers();
    const life = await opening;
    expect(life.snapshot().key).toMatchObject({ present: false, source: null, keychain: 'timeout' });
    const wall = await life.show(life.wallboard, 'kiosk');
    expect(await wall.words()).toContain(noKeychain('it did not answer'));
    await until(() => connections.every(({ destroyed }) => destroyed));
  });

  test('locked: a key that the keychain does not keep is not taken for kept, and the setup screen says why', async (context) => {
    if (whyNoLockedService !== null) context.skip(whyNoLockedService);
    await lockedService();
    const it = await scene();
    const life = await it.open({ givenKey: null, secrets: real() });
    const wall = await life.show(life.wallboard, 'kiosk');
    await typeKey(wall, CANARY);
    await save(wall, life);
    expect(said(wall)).toContain(noKeychain('it is locked'));
    expect([it.arrived(), life.snapshot().key.present]).toEqual([0, false]);
  });

  test('opened late, as after a power cut: the wall finds its key by itself', async () => {
    const it = await scene();
    const store = keychain();
    await store.set(it.simulator.url, CANARY);
    let isLocked = true;
    const late: SecretStore = {
      ...store,
      get: (address) => (isLocked ? keychain('locked') : store).get(address),
    };
    const life = await it.open({ givenKey: null, secrets: late });
    const wall = await life.show(life.wallboard, 'kiosk');
    expect(await wall.words()).toContain(noKeychain('it is locked'));
    isLocked = false;
    await life.advance(61 * SECOND_MS);
    expect(await life.look()).toMatchObject({ health: 'fresh', error: null });
  });
});

const PASTED_WELL: readonly (readonly [string, string])[] = [
  ['spaces around it', `  ${CANARY}\t `],
  ['a line break after it', `${CANARY}\r\n`],
  ['double quotes', `"${CANARY}"`],
  ['quotes of a text editor', `“${CANARY}”`],
  ['quotes, spaces and line breaks', ` \n 'h' `.replace('h', ` ${CANARY} `)],
];

const PASTED_BADLY: readonly (readonly [string, string, string])[] = [
  ['nothing but spaces', ' \n\t ', 'No key entered'],
  ['10 kB', CANARY.repeat(400), 'Too long for a key'],
  ['a line break inside', `${CANARY}\nX-Evil: 1`, 'The key holds characters that no key has'],
  ['a space inside', `${CANARY} ${CANARY}`, 'The key holds characters that no key has'],
  ['a NUL', `${CANARY}\0`, 'The key holds characters that no key has'],
  ['another control character', `${CANARY}\u001b[31m`, 'The key holds characters that no key has'],
  ['letters beyond ASCII', `${CANARY}مفتاح`, 'The key holds characters that no key has'],
  ['an invisible mark', `${CANARY}\u200b`, 'The key holds characters that no key has'],
];

/** What browsers do to text that is put into a one-line field: line breaks go before the app sees them. */
const inField = (text: string): string => text.replaceAll(/[\r\n]/g, '');

describe('fault 30: a key that was pasted with more than itself', () => {
  let it: Scene;
  let life: Life;
  let wall: WallScreen;
  let secrets: ReturnType<typeof keychain>;
  beforeEach(async () => {
    it = await scene();
    secrets = keychain();
    life = await it.open({ givenKey: null, secrets });
    wall = await life.show(life.wallboard, 'kiosk');
  });

  test.each(PASTED_WELL)('%s: trimmed, kept and used', async (_what, pasted) => {
    await typeKey(wall, inField(pasted));
    await save(wall, life);
    expect([...secrets.held.values()]).toEqual([CANARY]);
    expect(await life.look()).toMatchObject({ health: 'fresh', error: null });
    await wall.words();
    expect(wall.screen.wrapper.find('#api-key').exists()).toBe(false);
  });

  test.each(PASTED_BADLY)('%s: refused with a reason before anything is sent or kept', async (_what, pasted, words) => {
    for (const command of ['setKey', 'testKey'] as const) {
      const input = command === 'setKey' ? { key: pasted, keep: 'keychain' } : { key: pasted };
      const answer = await life.wallboard.dispatch(command, input, 'control');
      expect(tracesOfKey(JSON.stringify(answer))).toEqual([]);
      expect(JSON.stringify(answer)).toMatch(/empty|tooLong|badCharacters/);
    }
    if (inField(pasted) === pasted && pasted.trim() !== '') {
      await typeKey(wall, pasted);
      await save(wall, life);
      expect(said(wall)).toContain(words);
    }
    expect([it.departed(), secrets.held.size, life.snapshot().key.present]).toEqual([0, 0, false]);
  });

  test('12 kB and more is refused by the contract, without a word of it', async () => {
    const answer = await life.wallboard.dispatch('setKey', { key: CANARY.repeat(1000), keep: 'session' }, 'control');
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalidInput' } });
    expect(tracesOfKey(JSON.stringify(answer))).toEqual([]);
  });

  test('a key in a broken header is never the text of an error', async () => {
    await typeKey(wall, CANARY);
    await save(wall, life);
    it.simulator.misbehave({ kind: 'reset', at: 'request' });
    await life.advance(20 * SECOND_MS);
    expect((await life.look()).error).toMatch(/^Experia cannot be reached/);
    expect(tracesOfKey(document.documentElement.outerHTML + it.log.join('\n'))).toEqual([]);
  });
});

describe('the search for the key after every test of these faults', () => {
  test.each([
    ['as it is', CANARY],
    ['in part', CANARY.slice(0, 12)],
    ['in capitals', CANARY.toUpperCase()],
    ['in base64', Buffer.from(`user:${CANARY}`).toString('base64')],
    ['in base64 of an address', Buffer.from(`x${CANARY}`).toString('base64url')],
    ['in hex', Buffer.from(CANARY).toString('hex')],
    ['in JSON inside JSON', JSON.stringify(JSON.stringify({ key: CANARY }))],
    ['in an address', encodeURIComponent(CANARY)],
  ])('finds it %s', (_how, text) => {
    expect(tracesOfKey(`before ${text} after`)).not.toEqual([]);
  });
});

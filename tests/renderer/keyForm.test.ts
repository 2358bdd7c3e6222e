import { flushPromises } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SetKeyOutcome, TestKeyOutcome } from '../../common/contract.ts';
import { err, ok } from '../../common/result.ts';
import type { KeychainState } from '../../common/snapshot.ts';
import { openScreen, type Screen } from './mounting.ts';
import { board, snapshot, withoutKey } from './snapshots.ts';

vi.mock('../../renderer/desk/DeskBar.vue', async () => (await import('./panelStubs.ts')).deskBarStub());

const KEY = 'exp_4f1c-secret';
const accepted: TestKeyOutcome = {
  failure: null,
  status: 200,
  tookMs: 310,
  totalSessions: 1457,
  figures: 22,
  cost: 1,
  left: 199,
  retryInMs: null,
};

const field = ({ wrapper }: Screen) => wrapper.get<HTMLInputElement>('input[type="password"]');

/** True when a text can be reached from a value without passing through the page itself or another component. */
function holds(value: unknown, text: string, seen = new Set<unknown>()): boolean {
  if (typeof value === 'string') return value.includes(text);
  if (typeof value !== 'object' || value === null || seen.has(value)) return false;
  if (value instanceof Node || Reflect.has(value, '$el')) return false;
  seen.add(value);
  return Object.values(value).some((part) => holds(part, text, seen));
}

async function firstRun(reply: unknown, keychain: KeychainState = 'available'): Promise<Screen> {
  const screen = await openScreen(withoutKey(keychain), { access: 'control', reply: () => reply });
  await field(screen).setValue(KEY);
  return screen;
}

async function press({ wrapper }: Screen, action: string): Promise<void> {
  const button = wrapper.get<HTMLButtonElement>(`[data-action="${action}"]`);
  if (button.element.type === 'submit') await wrapper.get('form').trigger('submit');
  else await button.trigger('click');
  await flushPromises();
}

afterEach(() => document.body.replaceChildren());

describe('first run', () => {
  it('asks for the key in a field that neither shows nor remembers it', async () => {
    const screen = await openScreen(withoutKey(), { access: 'control' });
    expect(screen.wrapper.find('[data-view="first-run"]').exists()).toBe(true);
    expect(field(screen).attributes()).toMatchObject({ type: 'password', autocomplete: 'off' });
    expect(screen.wrapper.get('label[for="api-key"]').text()).toBe('API key');
  });

  it('a test shows what came back and what it cost, and keeps the field for saving', async () => {
    const screen = await firstRun(ok(accepted));
    await press(screen, 'testKey');
    expect(screen.sent).toEqual([{ name: 'testKey', input: { key: KEY } }]);
    const result = screen.wrapper.get('.key-form [role="status"]').text();
    expect(result).toContain('1,457 sessions (Today)');
    expect(result).toContain('22 of 23 figures');
    expect(result).toContain('Cost 1 request, 199 left this hour.');
    expect(field(screen).element.value).toBe(KEY);
  });

  it.each([
    [{ failure: 'auth', status: 401 }, 'API key rejected'],
    [{ failure: 'server', status: 502 }, 'Experia server error (502)'],
    [{ failure: 'portal' }, 'Network sign-in needed'],
    [{ failure: 'badCharacters', cost: 0 }, 'characters that no key has'],
    [{ failure: 'tooLong', cost: 0 }, 'Too long for a key'],
    [{ failure: 'noKey', cost: 0 }, 'no key to test'],
    [{ failure: 'limited', cost: 0, retryInMs: 90_000 }, 'Next try possible in 90 s.'],
  ] as const)('a failed test is told in words: %o', async (changes, words) => {
    const screen = await firstRun(ok({ ...accepted, totalSessions: null, figures: 0, status: null, ...changes }));
    await press(screen, 'testKey');
    expect(screen.wrapper.get('.key-form [role="status"]').text()).toContain(words);
  });

  it('a test that asked nothing of the budget does not say what is left of it', async () => {
    const screen = await firstRun(ok({ ...accepted, failure: 'badCharacters', cost: 0, left: null, tookMs: null }));
    await press(screen, 'testKey');
    const result = screen.wrapper.get('.key-form [role="status"]').text();
    expect(result).toContain('Cost 0 requests.');
    expect(result).not.toContain('left this hour');
  });

  it('a command that could not be sent is told in words', async () => {
    const screen = await firstRun(err({ code: 'unavailable', message: '' }));
    await press(screen, 'testKey');
    expect(screen.wrapper.text()).toContain('No connection to the wallboard');
  });

  it('after saving, the key is nowhere on the screen', async () => {
    const screen = await firstRun(ok<SetKeyOutcome>({ stored: 'keychain' }));
    await press(screen, 'setKey');
    expect(screen.sent).toEqual([{ name: 'setKey', input: { key: KEY, keep: 'keychain' } }]);
    expect(field(screen).element.value).toBe('');
    expect(document.documentElement.outerHTML).not.toContain(KEY);
    expect(screen.wrapper.text()).toContain('Key saved in the keychain.');
  });

  it('the key is never part of the state of a component', async () => {
    const screen = await firstRun(ok(accepted));
    await press(screen, 'testKey');
    const { setupState } = screen.wrapper.getComponent({ name: 'KeyForm' }).vm.$;
    expect(Object.keys(setupState)).toContain('outcome');
    expect(holds({ planted: [KEY] }, KEY)).toBe(true);
    expect(holds(setupState, KEY)).toBe(false);
    expect(document.documentElement.outerHTML).not.toContain(KEY);
  });

  it('without a keychain it says so, has chosen what works, and says how a key is kept over restarts', async () => {
    const screen = await firstRun(ok<SetKeyOutcome>({ stored: 'session' }), 'missing');
    const text = screen.wrapper.text();
    expect(text).toContain('No keychain on this machine (none found). The key would be kept until the app ends.');
    for (const way of ['EXPERIA_API_KEY_FILE=/', 'The variable EXPERIA_API_KEY ', 'a keychain that is unlocked'])
      expect(text).toContain(way);
    expect(screen.wrapper.get<HTMLInputElement>('input[value="session"]').element.checked).toBe(true);
    await press(screen, 'setKey');
    expect(screen.sent).toEqual([{ name: 'setKey', input: { key: KEY, keep: 'session' } }]);
  });

  it('tries the keychain again where that is chosen', async () => {
    const screen = await firstRun(ok<SetKeyOutcome>({ stored: 'keychain' }), 'locked');
    await screen.wrapper.get('input[value="keychain"]').setValue();
    await press(screen, 'setKey');
    expect(screen.sent).toEqual([{ name: 'setKey', input: { key: KEY, keep: 'keychain' } }]);
  });

  it('a keychain that fails while saving leaves what works chosen, and saving again is all it takes', async () => {
    const refusal: SetKeyOutcome = { stored: null, problem: 'keychain', keychain: 'locked' };
    const screen = await firstRun(ok(refusal));
    await press(screen, 'setKey');
    expect(screen.wrapper.text()).toContain('it is locked');
    expect(screen.wrapper.text()).toContain('Save again to keep it until the app ends.');
    expect(field(screen).element.value).toBe(KEY);
    await press(screen, 'setKey');
    expect(screen.sent.map(({ input }) => input)).toEqual([
      { key: KEY, keep: 'keychain' },
      { key: KEY, keep: 'session' },
    ]);
  });

  it('can start the demo instead', async () => {
    const screen = await openScreen(withoutKey(), { access: 'control', reply: () => ok({ demo: true }) });
    await press(screen, 'startDemo');
    expect(screen.sent).toEqual([{ name: 'startDemo', input: undefined }]);
  });
});

describe('a rejected key', () => {
  const rejected = snapshot({
    boards: [board({ failure: { code: 'auth', status: 401, byOthers: false, sinceMs: 0 }, nextInMs: null })],
  });

  it.each([
    ['keychain', 'Experia rejected the key in the keychain.'],
    ['session', 'Experia rejected the key that was entered.'],
    ['environment', 'Experia rejected the key in EXPERIA_API_KEY.'],
    ['file', 'Experia rejected the key in the file named by EXPERIA_API_KEY_FILE.'],
  ] as const)('stays named where another one is entered, with where it came from: %s', async (source, words) => {
    const { key } = rejected;
    const reply = (name: string) =>
      name === 'testKey' ? ok({ ...accepted, failure: 'server', status: 502 }) : undefined;
    const screen = await openScreen({ ...rejected, key: { ...key, source } }, { access: 'control', reply });
    await screen.wrapper.get('.band button').trigger('click');
    const named = (): string => screen.wrapper.get('dialog [data-part="rejected"]').text();
    expect(named()).toContain(words);
    await field(screen).setValue(KEY);
    await press(screen, 'testKey');
    expect(screen.wrapper.get('.key-form [role="status"]').text()).toContain('Experia server error');
    expect(named()).toContain(words);
    screen.transport.push({ ...rejected, revision: rejected.revision + 1, boards: [board()] });
    await flushPromises();
    expect(screen.wrapper.find('[data-part="rejected"]').exists()).toBe(false);
  });

  it('can be changed from the wall by who may control', async () => {
    const screen = await openScreen(rejected, { access: 'control', reply: () => ok({ stored: 'keychain' }) });
    await screen.wrapper.get('.band button').trigger('click');
    expect(screen.wrapper.get('dialog').text()).toContain('Change the API key');
    await field(screen).setValue(KEY);
    await press(screen, 'setKey');
    expect(screen.sent).toEqual([{ name: 'setKey', input: { key: KEY, keep: 'keychain' } }]);
    expect(document.documentElement.outerHTML).not.toContain(KEY);
  });
});

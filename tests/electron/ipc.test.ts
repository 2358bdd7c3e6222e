import { describe, expect, it } from 'vitest';
import { channelOf, COMMAND_NAMES } from '../../common/channels.ts';
import type { Dispatch } from '../../common/contract.ts';
import type { Access } from '../../common/access.ts';
import { admit, bindCommands, type InvokeEvent, type SenderFrame } from '../../electron/ipc.ts';

const OWN_PAGE = { name: 'contents of our window' };
const KIOSK_PAGE = { name: 'contents of a wall' };
const accessOf = (sender: object): Access | null =>
  sender === OWN_PAGE ? 'control' : sender === KIOSK_PAGE ? 'kiosk' : null;
const fromOurPage: InvokeEvent = { sender: OWN_PAGE, senderFrame: { url: 'app://wallboard/index.html', parent: null } };
const gone = (): never => {
  throw new Error('Render frame was disposed before WebFrameMain could be accessed');
};
const disposed = Object.defineProperties({} as SenderFrame, { url: { get: gone }, parent: { get: gone } });
const fromUrl = (url: string): InvokeEvent => ({ ...fromOurPage, senderFrame: { url, parent: null } });

function setUp(answer: () => unknown = () => ({ ok: true, value: 1 })) {
  const bound = new Map<string, (event: InvokeEvent, ...inputs: unknown[]) => Promise<unknown>>();
  const asked: unknown[][] = [];
  const warnings: unknown[][] = [];
  const arrived: object[] = [];
  const unlocked: object[] = [];
  const dispatch = (async (...call: unknown[]) => {
    asked.push(call);
    return answer();
  }) as unknown as Dispatch;
  bindCommands(
    { handle: (channel, listener) => void bound.set(channel, listener) },
    {
      dispatch,
      accessOf,
      arrived: (sender) => void arrived.push(sender),
      unlocked: (sender) => void unlocked.push(sender),
      log: { warn: (...facts) => void warnings.push(facts) },
    },
  );
  const call = (name: string, event: InvokeEvent, ...inputs: unknown[]): Promise<unknown> =>
    bound.get(`wallboard:${name}`)?.(event, ...inputs) ?? Promise.reject(new Error('not bound'));
  return { bound, asked, warnings, arrived, unlocked, call };
}

describe('IPC', () => {
  it('binds the commands of the contract and the question for access, and nothing else', () => {
    expect([...setUp().bound.keys()].sort()).toEqual([...COMMAND_NAMES, 'access' as const].map(channelOf).sort());
  });

  it('passes a command of our own page to the core, with what its window may do', async () => {
    const { call, asked } = setUp();
    const input = { key: 'k', keep: 'session' };
    expect(await call('setKey', fromOurPage, input)).toEqual({ ok: true, value: 1 });
    await call('setKey', { ...fromOurPage, sender: KIOSK_PAGE }, input);
    expect(asked).toEqual([
      ['setKey', input, 'control'],
      ['setKey', input, 'kiosk'],
    ]);
  });

  it('tells a page of ours what its window may do, and a strange one that it may only look', async () => {
    const { call, warnings } = setUp();
    const asked = [
      fromOurPage,
      { ...fromOurPage, sender: KIOSK_PAGE },
      fromUrl('https://elsewhere/'),
      { ...fromOurPage, sender: {} },
    ];
    expect(await Promise.all(asked.map((event) => call('access', event)))).toEqual([
      'control',
      'kiosk',
      'wall',
      'wall',
    ]);
    expect(warnings).toHaveLength(2);
  });

  it('notes that a page of ours is there once it has its answer, and never a strange one', async () => {
    const { call, arrived } = setUp();
    await call('access', fromOurPage);
    await call('access', { ...fromOurPage, sender: {} });
    expect(arrived).toEqual([]);
    await new Promise(setImmediate);
    expect(arrived).toEqual([OWN_PAGE]);
  });

  it('tells whose page gave the right PIN, once it has its answer, and of no other command or answer', async () => {
    const right = setUp(() => ({ ok: true, value: { unlocked: true } }));
    await right.call('unlock', { ...fromOurPage, sender: KIOSK_PAGE }, { pin: '1234' });
    expect(right.unlocked).toEqual([]);
    await right.call('getSettings', fromOurPage);
    await right.call('unlock', { ...fromOurPage, sender: {} }, { pin: '1234' });
    const wrong = setUp(() => ({ ok: true, value: { unlocked: false, attemptsLeft: 4, retryInMs: null } }));
    await wrong.call('unlock', { ...fromOurPage, sender: KIOSK_PAGE }, { pin: '1235' });
    const refused = setUp(() => ({ ok: false, error: { code: 'failed', message: '' } }));
    await refused.call('unlock', { ...fromOurPage, sender: KIOSK_PAGE }, { pin: '1234' });
    await new Promise(setImmediate);
    expect([right.unlocked, wrong.unlocked, refused.unlocked]).toEqual([[KIOSK_PAGE], [], []]);
  });

  it.each<[string, InvokeEvent]>([
    ['a frame that was disposed of', { ...fromOurPage, senderFrame: disposed }],
    ['a frame that is gone', { ...fromOurPage, senderFrame: null }],
    ['a frame inside our page', { ...fromOurPage, senderFrame: { url: 'app://wallboard/index.html', parent: {} } }],
    ['a window that is not ours', { ...fromOurPage, sender: {} }],
    ['an empty address', fromUrl('')],
    ['about:blank', fromUrl('about:blank')],
    ['another host of our scheme', fromUrl('app://elsewhere/index.html')],
    ['our host with another scheme', fromUrl('https://wallboard/index.html')],
    ['our host as a user name', fromUrl('app://wallboard@elsewhere/index.html')],
    ['our host as a prefix', fromUrl('app://wallboard.elsewhere/index.html')],
    ['our host with a port', fromUrl('app://wallboard:80/index.html')],
    ['a file', fromUrl('file:///index.html')],
    ['text that is no address', fromUrl('wallboard')],
  ])('refuses %s, says so in the log, and asks the core nothing', async (_what, event) => {
    const { call, asked, warnings } = setUp();
    expect(await call('getSettings', event)).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect(asked).toEqual([]);
    expect(warnings).toHaveLength(1);
    expect(admit(event, accessOf).ok).toBe(false);
  });

  it('refuses more than one input', async () => {
    const { call, asked } = setUp();
    expect(await call('testKey', fromOurPage, {}, {})).toMatchObject({ ok: false, error: { code: 'invalidInput' } });
    expect(asked).toEqual([]);
  });

  it('turns what the core throws into a value that carries none of its text', async () => {
    const { call, warnings } = setUp(() => {
      throw new Error('secret-7f3a');
    });
    const result = await call('getSettings', fromOurPage);
    expect(result).toMatchObject({ ok: false, error: { code: 'failed' } });
    expect(JSON.stringify([result, warnings])).not.toContain('secret-7f3a');
  });
});

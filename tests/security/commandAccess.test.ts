import { describe, expect, it } from 'vitest';
import { ACCESS_LEVELS } from '../../common/access.ts';
import { COMMAND_NAMES, type CommandName } from '../../common/channels.ts';
import { board, keychain } from '../core/support/composed.ts';
import { EFFECTIVE_INPUTS, FLOOR_COMMANDS } from '../e2e/support/securityInputs.ts';

/** What each level of access is let do, written down once more: the contract's own table would agree with itself. */
const LET_IN: Readonly<Record<(typeof ACCESS_LEVELS)[number], readonly CommandName[]>> = {
  wall: ['getSnapshot'],
  kiosk: FLOOR_COMMANDS,
  control: COMMAND_NAMES,
};

describe('the core', () => {
  it.each(ACCESS_LEVELS)(
    'carries out for %s what that level may ask, and refuses every other command',
    async (access) => {
      const wallboard = board(keychain(), { demo: true, givenKey: { key: 'a-key', source: 'environment' } });
      await wallboard.start();
      const before = JSON.stringify(wallboard.settings());
      const letIn: CommandName[] = [];
      for (const name of COMMAND_NAMES) {
        const result = await wallboard.dispatch(name, EFFECTIVE_INPUTS[name], access);
        if (result.ok || result.error.code !== 'forbidden') letIn.push(name);
      }
      expect(letIn.sort()).toEqual([...LET_IN[access]].sort());
      if (access !== 'control') expect(JSON.stringify(wallboard.settings())).toBe(before);
      if (access !== 'control') expect(wallboard.snapshot()).toMatchObject({ pinSet: false, demo: true });
    },
  );

  it('gives a kiosk the key of its wall only as long as there is none', async () => {
    const wallboard = board(keychain());
    await wallboard.start();
    expect(await wallboard.dispatch('setKey', { key: 'first', keep: 'session' }, 'kiosk')).toMatchObject({ ok: true });
    for (const name of ['setKey', 'testKey', 'startDemo', 'stopDemo'] as const) {
      const result = await wallboard.dispatch(name, EFFECTIVE_INPUTS[name], 'kiosk');
      expect(result, name).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    }
  });
});

import { describe, expect, it } from 'vitest';
import { denyAllPermissions } from '../../electron/permissions.ts';

describe('permissions', () => {
  it('are denied whenever they are asked for, checked or offered', () => {
    const answers: unknown[] = [];
    const session = {
      setPermissionRequestHandler: (handler: (...asked: unknown[]) => void) =>
        handler({}, 'media', (granted: unknown) => answers.push(granted)),
      setPermissionCheckHandler: (handler: () => unknown) => answers.push(handler()),
      setDevicePermissionHandler: (handler: () => unknown) => answers.push(handler()),
      setDisplayMediaRequestHandler: (handler: (...asked: unknown[]) => void) =>
        handler({}, (streams: unknown) => answers.push(streams)),
    };
    denyAllPermissions(session as never);
    expect(answers).toEqual([false, false, false, null]);
  });
});

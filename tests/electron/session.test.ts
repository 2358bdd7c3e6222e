import { describe, expect, it } from 'vitest';
import { API_PARTITION, createNetFetch } from '../../electron/netFetch.ts';
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

describe('HTTP through Chromium', () => {
  it('follows no redirect, sends no cookie, keeps no copy, and lives in a session without a place on disk', async () => {
    const seen: unknown[] = [];
    const fetch = createNetFetch({
      fetch: (...call: unknown[]) => {
        seen.push(call);
        return Promise.resolve(new Response('{}'));
      },
    });
    const { signal } = new AbortController();
    const request = { method: 'POST', headers: { 'x-api-key': 'k' }, body: '{}', signal } as const;
    await fetch('https://api.example.com/x', request);
    const limits = { redirect: 'manual', credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer' };
    expect(seen).toEqual([['https://api.example.com/x', { ...request, ...limits }]]);
    expect(API_PARTITION).not.toMatch(/^persist:/);
  });
});

import { expect, test } from '@playwright/test';
import { cleanEnvironment, IS_STAND_IN, launchDesktop, runToEnd } from './support/desktopLaunch.ts';
import { mutate } from './support/desktopMutant.ts';
import { GUARDED, PROBES, startElsewhere, type ProbeName } from './support/desktopProbes.ts';

/** One defence of the shell, as it stands in the built main bundle, and what is left when it is taken away. */
interface Mutation {
  readonly guard: ProbeName;
  readonly without: string;
  readonly text: string;
  readonly replacement: string;
}

const MUTATIONS: readonly Mutation[] = [
  {
    guard: 'policy',
    without: 'the content security policy',
    text: '"content-security-policy"',
    replacement: '"x-nothing"',
  },
  {
    guard: 'permissions',
    without: 'the permission handlers',
    text: 'denyAllPermissions(session.defaultSession);',
    replacement: '',
  },
  {
    guard: 'sender',
    without: 'the sender check',
    text: 'const admitted = admit(event, accessOf);',
    replacement: 'const admitted = { ok: true, value: accessOf(event.sender) ?? "control" };',
  },
  {
    guard: 'access',
    without: "each window's own access",
    text: 'await dispatch(name, inputs[0], admitted.value)',
    replacement: 'await dispatch(name, inputs[0], "control")',
  },
  {
    guard: 'downloads',
    without: 'the download guard',
    text: 'guardDownloads(session.defaultSession, {',
    replacement: '((...nothing) => nothing)(session.defaultSession, {',
  },
  {
    guard: 'navigation',
    without: 'the navigation veto',
    text: 'guardAllNavigation(app, log);',
    replacement: '',
  },
];

/** Node's exit code when a module waits for something that can no longer happen. */
const UNSETTLED_TOP_LEVEL_AWAIT = 13;

for (const { guard, without, text, replacement } of MUTATIONS)
  test(`without ${without}, the ${guard} probe sees it and the others do not`, async () => {
    const mutant = await mutate(text, replacement);
    const elsewhere = await startElsewhere();
    const desktop = await launchDesktop({ appDir: mutant.appDir });
    try {
      for (const [name, probe] of Object.entries(PROBES)) {
        const outcome = await probe(desktop, elsewhere);
        const guarded = GUARDED[name as ProbeName];
        if (name === guard) expect(outcome, name).not.toEqual(guarded);
        else expect(outcome, name).toEqual(guarded);
      }
    } finally {
      await desktop.close();
      await elsewhere.close();
      await mutant.remove();
    }
  });

test('a main module that waits for readiness at its top level never becomes ready', async () => {
  test.skip(!IS_STAND_IN, 'Electron itself would wait for ever');
  const { appDir, remove } = await mutate('guardAllNavigation(app, log);', 'await app.whenReady();');
  try {
    const { exitCode, stderr } = await runToEnd([], cleanEnvironment(appDir), appDir);
    expect(exitCode).toBe(UNSETTLED_TOP_LEVEL_AWAIT);
    expect(stderr).not.toContain('DevTools listening');
  } finally {
    await remove();
  }
});

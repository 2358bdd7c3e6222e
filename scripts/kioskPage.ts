import type { Page } from '@playwright/test';
import type { CommandName } from '../common/channels.ts';
import type { Snapshot } from '../common/snapshot.ts';

/** What a kiosk of the desktop app is told beside the figures of the browser shell. */
export interface KioskAnswers {
  /** Replaces parts of every snapshot. */
  readonly snapshot: Partial<Snapshot>;
  /** The answer to each command, as a result; others are not available. */
  readonly commands: Readonly<Partial<Record<CommandName, unknown>>>;
}

/** Runs in the page, whose types are not known here. `asked` names the commands it has sent. */
const BRIDGE = `
  const missing = { ok: false, error: { code: 'unavailable', message: 'not here' } };
  window.asked = [];
  window.wallboard = {
    call: async (name) => {
      window.asked.push(name);
      return answers.commands[name] ?? missing;
    },
    onPanel: () => () => undefined,
    access: async () => 'kiosk',
    onSnapshot(listener) {
      const source = new EventSource('events');
      source.addEventListener('snapshot', ({ data }) => listener({ ...JSON.parse(data), ...answers.snapshot }));
      return () => source.close();
    },
  };
`;

/**
 * Lets a page of the browser shell be what it is in a kiosk of the desktop app: the same page with a bridge on its window,
 * which brings the shell's own snapshots. To be called before the page is loaded.
 */
export async function asKiosk(page: Page, answers: KioskAnswers): Promise<void> {
  await page.addInitScript(`{ const answers = ${JSON.stringify(answers)}; ${BRIDGE} }`);
}

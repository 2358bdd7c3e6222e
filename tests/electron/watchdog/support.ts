import { createOpenPages } from '../../../electron/openPages.ts';
import { loadPage } from '../../../electron/pageWindow.ts';
import { createWatchdog } from '../../../electron/watchdog/watchdog.ts';
import type { BoardSnapshot, Snapshot } from '../../../common/snapshot.ts';
import { DAY_MS, HOUR_MS } from '../../../common/time.ts';
import { World } from '../../core/support/world.ts';
import { fakeWindows } from '../fakeBrowserWindow.ts';

/** Of the boards, three hours east of UTC. */
export const OFFSET_MS = 3 * HOUR_MS;

interface Given {
  readonly boards?: readonly BoardSnapshot[];
  readonly address?: string;
  /** When the window is opened, by the boards' clock. */
  readonly atHour?: number;
}

const QUERY = { timezone: '+03:00' } as BoardSnapshot['query'];

/** A board that is quietest at the given time of day. */
export const boardOf = (id: string, weakTime: string | null): BoardSnapshot =>
  ({ id, query: QUERY, companions: { weakTime: { value: weakTime, problem: null } } }) as unknown as BoardSnapshot;

/** A window whose page the watchdog looks after, on fake time. */
export function watchedWindow({ boards = [], address = 'app://wallboard/index.html', atHour = 0 }: Given = {}) {
  const world = new World();
  const since = (world.process().clock.wallMs() + OFFSET_MS - atHour * HOUR_MS) % DAY_MS;
  world.trueMs += DAY_MS - since;
  const { clock } = world.process();
  const windows = fakeWindows();
  const pages = createOpenPages();
  const lines: string[] = [];
  const note = (event: string, facts: object = {}): void =>
    void lines.push([event, ...Object.entries(facts).map(([name, value]) => `${name}=${String(value)}`)].join(' '));
  const watchdog = createWatchdog({
    ports: { clock, random: () => 0.5, log: { info: note, warn: note } },
    View: windows.View,
    kill: (processId) => void windows.steps.push(`process ${processId} is killed`),
    snapshot: () => ({ boards }) as Pick<Snapshot, 'boards'>,
  });
  const window = new windows.Window({});
  const [made] = windows.made;
  if (!made) throw new Error('No window was made');
  const page = loadPage(window, {
    name: 'desk',
    address,
    access: () => 'kiosk',
    webPreferences: {},
    show: window.show,
    pages,
    watchdog,
  });
  const { contents, window: shell } = made;
  return {
    ...windows,
    world,
    watchdog,
    pages,
    lines,
    page,
    contents,
    shell,
    arrive: () => pages.arrived(contents),
    /** How often the page itself was loaded. */
    loads: () => windows.steps.filter((step) => step.startsWith('page loads') && !step.includes('stopped')).length,
    /** What the log says of one kind of event. */
    said: (event: string) => lines.filter((line) => line.split(' ', 1)[0] === event),
  };
}

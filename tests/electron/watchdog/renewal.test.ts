import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../common/time.ts';
import { quietHourOf, sinceHourMs } from '../../../electron/watchdog/quietHour.ts';
import { boardOf, OFFSET_MS, watchedWindow } from './support.ts';

const BOARDS = [boardOf('main', '02:00'), boardOf('night', '14:00')];
type Watched = ReturnType<typeof watchedWindow>;

const timeOfDay = ({ world }: Watched): number => (world.process().clock.wallMs() + OFFSET_MS) % DAY_MS;

/** Lets the time pass until the board's clock next shows the given time. */
async function until(watched: Watched, hours: number): Promise<void> {
  const ms = (hours * HOUR_MS - timeOfDay(watched) + DAY_MS) % DAY_MS;
  await watched.world.advance(ms);
}

/** A window that was opened at ten in the morning, and the covers of it, which come at once. */
function openedAtTen(given: Parameters<typeof watchedWindow>[0] = {}) {
  const watched = watchedWindow({ boards: BOARDS, atHour: 10, ...given });
  watched.arrive();
  const covers = (): Watched['covers'] => watched.covers;
  /** Lets the newest cover ask what it may do. */
  const coverArrives = (): void => watched.pages.arrived(covers().at(-1)?.webContents ?? {});
  return { ...watched, coverArrives };
}

describe('the quietest hour', () => {
  it.each([
    ['02:00', 2],
    ['23:45', 23],
    ['24:00', 4],
    ['-', 4],
    [null, 4],
  ])('of a board that says %s begins at %i', (weakTime, hour) => {
    expect(quietHourOf(boardOf('main', weakTime))).toBe(hour);
  });

  it("is one of the board's own time", () => {
    const atNoonUtc = Date.UTC(2026, 10, 23, 12);
    expect(sinceHourMs(15, boardOf('main', null), atNoonUtc)).toBe(0);
    expect(sinceHourMs(16, boardOf('main', null), atNoonUtc)).toBe(23 * HOUR_MS);
    expect(sinceHourMs(4, null, atNoonUtc)).toBe(8 * HOUR_MS);
  });
});

describe('the renewal of a page', () => {
  it('lays a second page over it once that is painted, ends it, and takes the second away once it is painted again', async () => {
    const watched = openedAtTen();
    const { world, steps, coverArrives, arrive, said } = watched;
    await until(watched, 2.49);
    expect(steps).toHaveLength(1);
    await until(watched, 2.5);
    expect(steps.splice(0)).toEqual([
      'page loads app://wallboard/index.html',
      'cover at 1919',
      'cover added',
      'cover loads app://wallboard/index.html',
    ]);
    coverArrives();
    await world.advance(2 * SECOND_MS);
    expect(steps).toEqual([]);
    await world.advance(SECOND_MS);
    expect(steps.splice(0)).toEqual(['cover at 0']);
    await world.advance(3 * SECOND_MS);
    expect(steps.splice(0)).toEqual(['page is ended']);
    await world.advance(SECOND_MS);
    expect(steps.splice(0)).toEqual(['page loads app://wallboard/index.html']);
    arrive();
    await world.advance(2 * SECOND_MS);
    expect(steps).toEqual([]);
    await world.advance(SECOND_MS);
    expect(steps).toEqual(['cover removed']);
    expect(said('page.renewed')).toHaveLength(1);
    expect(said('page.gone')).toEqual([]);
  });

  it('goes on once a day, and not before a page is twelve hours old', async () => {
    const watched = openedAtTen();
    const { world, covers, coverArrives, arrive, said } = watched;
    for (let minutes = 0; minutes < 5 * 24 * 60; minutes += 1) {
      await world.advance(MINUTE_MS / 2);
      if (covers.length > 0) coverArrives();
      await world.advance(MINUTE_MS / 2);
      arrive();
    }
    expect(said('page.renewed')).toHaveLength(5);
    const young = watchedWindow({ boards: BOARDS, atHour: 17 });
    young.arrive();
    await until(young, 2);
    await young.world.advance(3 * HOUR_MS);
    expect(young.covers).toHaveLength(0);
  });

  it('asks the board that the window shows', async () => {
    const watched = openedAtTen({ address: 'app://wallboard/index.html?board=night' });
    await until(watched, 9);
    expect(watched.covers).toHaveLength(0);
    await until(watched, 14.6);
    expect(watched.covers).toHaveLength(1);
  });

  it('at four is due as well for a page that has missed its own hour for a day and a half', async () => {
    const watched = openedAtTen();
    watched.contents.answer = () => true;
    await until(watched, 9);
    await watched.world.advance(12 * HOUR_MS);
    const { covers } = watched;
    await until(watched, 4.1);
    watched.contents.answer = () => false;
    await until(watched, 4.45);
    expect(covers).toHaveLength(0);
    await until(watched, 4.5);
    expect(covers).toHaveLength(1);
  });

  it('waits while somebody uses the window or has something open in it, but not beyond the hour after', async () => {
    const watched = openedAtTen();
    const { contents, world, covers } = watched;
    await until(watched, 2.45);
    contents.emit('input-event');
    await world.advance(9 * MINUTE_MS);
    expect(covers).toHaveLength(0);
    contents.answer = () => true;
    await world.advance(30 * MINUTE_MS);
    expect(covers).toHaveLength(0);
    await until(watched, 4.001);
    contents.answer = () => false;
    await until(watched, 1.9);
    expect(covers).toHaveLength(0);
    await until(watched, 2.5);
    expect(covers).toHaveLength(1);
  });

  it('is made up for at once when the machine slept through its minute', async () => {
    const watched = openedAtTen();
    watched.world.trueMs += 17 * HOUR_MS;
    watched.watchdog.woke();
    await watched.world.advance(0);
    expect(watched.covers).toHaveLength(1);
  });

  it('is given up for the night when the second page does not come within a minute', async () => {
    const watched = openedAtTen();
    const { world, steps, covers, said } = watched;
    await until(watched, 2.5);
    await world.advance(MINUTE_MS);
    expect(steps.at(-1)).toBe('cover removed');
    expect(said('page.notRenewed')).toEqual(['page.notRenewed window=desk reason=noCover']);
    await world.advance(3 * HOUR_MS);
    expect([covers.length, steps.includes('page is ended')]).toEqual([1, false]);
  });

  it('is given up when the second page crashes before it lies over the first', async () => {
    const watched = openedAtTen();
    const { world, steps, covers, coverArrives } = watched;
    await until(watched, 2.5);
    coverArrives();
    await world.advance(SECOND_MS);
    covers[0]?.webContents.goes('crashed');
    await world.advance(MINUTE_MS);
    expect(steps.filter((step) => step.startsWith('cover') || step.includes('ended')).slice(-2)).toEqual([
      'cover loads app://wallboard/index.html',
      'cover removed',
    ]);
  });

  it('ends no process that both pages share', async () => {
    const watched = openedAtTen();
    const { processes, world, steps, coverArrives, said } = watched;
    processes.set('cover', 1);
    await until(watched, 2.5);
    coverArrives();
    await world.advance(MINUTE_MS);
    expect(steps).not.toContain('page is ended');
    expect(said('page.notRenewed')).toEqual(['page.notRenewed window=desk reason=sharedProcess']);
  });

  it('keeps the second page over one that does not come back, which is tried again as ever', async () => {
    const watched = openedAtTen();
    const { contents, world, steps, coverArrives, arrive, loads } = watched;
    await until(watched, 2.5);
    coverArrives();
    await world.advance(7 * SECOND_MS);
    contents.goes('crashed');
    await world.advance(2 * SECOND_MS);
    expect([loads(), steps.includes('cover removed')]).toEqual([3, false]);
    arrive();
    await world.advance(3 * SECOND_MS);
    expect(steps.at(-1)).toBe('cover removed');
  });

  it('keeps it there for ten minutes at most, and leaves the other pages to their own renewal', async () => {
    const watched = openedAtTen();
    const { contents, world, steps, coverArrives, said } = watched;
    await until(watched, 2.5);
    coverArrives();
    contents.loads = () => Promise.reject(new Error('ERR_FAILED'));
    await world.advance(10 * MINUTE_MS);
    expect(steps).not.toContain('cover removed');
    await world.advance(10 * SECOND_MS);
    expect(steps).toContain('cover removed');
    expect(said('page.notRenewed')).toEqual(['page.notRenewed window=desk reason=notBack']);
  });

  it('takes the second page away when that hangs', async () => {
    const watched = openedAtTen();
    const { contents, covers, world, steps, coverArrives } = watched;
    await until(watched, 2.5);
    coverArrives();
    contents.loads = () => Promise.reject(new Error('ERR_FAILED'));
    await world.advance(10 * SECOND_MS);
    const [cover] = covers;
    if (cover) cover.webContents.answer = null;
    await world.advance(MINUTE_MS);
    expect(steps).toContain('cover removed');
  });

  it.each<[string, (cover: { answer: unknown; showsScreen: boolean }) => void]>([
    ['shows no screen', (cover) => (cover.showsScreen = false)],
    ['does not answer', (cover) => (cover.answer = null)],
  ])('is given up when the second page has asked what it may do and %s', async (_what, change) => {
    const watched = openedAtTen();
    const { covers, world, steps, coverArrives, said } = watched;
    await until(watched, 2.5);
    const [cover] = covers;
    if (cover) change(cover.webContents);
    coverArrives();
    await world.advance(10 * SECOND_MS);
    expect(said('page.notRenewed')).toEqual(['page.notRenewed window=desk reason=coverEmpty']);
    expect(steps.slice(-2)).toEqual(['cover loads app://wallboard/index.html', 'cover removed']);
  });

  it('leaves the focus where it is, and gives back what a click on the second page took', async () => {
    const watched = openedAtTen();
    const { covers, shell, world, done } = watched;
    await until(watched, 2.5);
    const [cover] = covers;
    expect(cover?.preferences).toMatchObject({ focusOnNavigation: false });
    if (cover) cover.webContents.focused = true;
    shell.focused = true;
    await world.advance(MINUTE_MS);
    expect(done.at(-1)).toBe('page focused');
  });

  it('goes on when the second page crashes while it lies over the first, which is seen again at once', async () => {
    const watched = openedAtTen();
    const { covers, world, steps, coverArrives, arrive, said } = watched;
    await until(watched, 2.5);
    coverArrives();
    await world.advance(6 * SECOND_MS);
    expect(steps.at(-1)).toBe('page is ended');
    covers[0]?.webContents.goes('crashed');
    expect(steps.at(-1)).toBe('cover removed');
    await world.advance(SECOND_MS);
    arrive();
    await world.advance(3 * SECOND_MS);
    expect(said('page.renewed')).toHaveLength(1);
  });

  it('that fails in a way nobody thought of is given up for the night as well', async () => {
    const watched = openedAtTen();
    watched.contents.getOSProcessId = () => {
      throw new Error('gone');
    };
    await until(watched, 2.5);
    watched.coverArrives();
    await watched.world.advance(HOUR_MS);
    expect(watched.said('page.notRenewed')).toEqual(['page.notRenewed window=desk reason=failed']);
    expect(watched.steps.at(-1)).toBe('cover removed');
  });

  it('takes no input into the second page, which no kiosk lock watches over', async () => {
    const watched = openedAtTen();
    await until(watched, 2.5);
    const refused: string[] = [];
    for (const event of ['before-input-event', 'before-mouse-event'])
      watched.covers[0]?.webContents.emit(event, { preventDefault: () => refused.push(event) }, {});
    expect(refused).toEqual(['before-input-event', 'before-mouse-event']);
  });

  it('ends with the window, and leaves nothing behind', async () => {
    const watched = openedAtTen();
    const { world, shell, covers, coverArrives, pages } = watched;
    await until(watched, 2.5);
    const cover = covers[0]?.webContents;
    expect(pages.accessOf(cover ?? {})).toBe('kiosk');
    coverArrives();
    shell.destroy();
    expect(cover?.destroyed).toBe(true);
    expect(pages.accessOf(cover ?? {})).toBeNull();
    await world.advance(MINUTE_MS);
    expect(watched.steps).not.toContain('page is ended');
  });
});

import { describe, expect, it } from 'vitest';
import { MINUTE_MS, SECOND_MS } from '../../../common/time.ts';
import { watchedWindow } from './support.ts';

type Watched = ReturnType<typeof watchedWindow>;

describe('a page whose renderer is gone', () => {
  it.each(['crashed', 'oom', 'killed', 'abnormal-exit', 'launch-failed', 'integrity-failure', 'memory-eviction'])(
    'because it is %s is loaded again a second later',
    async (reason) => {
      const { contents, world, arrive, loads, said } = watchedWindow();
      arrive();
      contents.goes(reason);
      await world.advance(SECOND_MS - 1);
      expect(loads()).toBe(1);
      await world.advance(1);
      expect(loads()).toBe(2);
      expect(said('page.gone')).toEqual([`page.gone window=desk reason=${reason} inRow=1 delayMs=1000 safePage=false`]);
      arrive();
      expect(said('page.back')).toEqual(['page.back window=desk']);
    },
  );

  it('because it ended as it should is left alone', async () => {
    const { contents, world, arrive, loads } = watchedWindow();
    arrive();
    contents.goes('clean-exit');
    await world.advance(10 * MINUTE_MS);
    expect(loads()).toBe(1);
  });

  it('shows the board again that somebody had chosen in it', async () => {
    const { contents, world, arrive, steps } = watchedWindow();
    arrive();
    contents.url = 'app://wallboard/index.html?board=sales';
    for (let times = 1; times <= 5; times += 1) {
      contents.goes('crashed');
      await world.advance(10 * SECOND_MS);
    }
    expect(steps.at(-1)).toMatch(/^page loads app:\/\/wallboard\/stopped\.html\?.*board=sales$/);
    await world.advance(5 * MINUTE_MS);
    expect(steps.at(-1)).toBe('page loads app://wallboard/index.html?board=sales');
  });

  it('gives way to the safe page the fifth time, is tried every five minutes, and is forgiven after thirty', async () => {
    const { contents, world, arrive, steps, loads } = watchedWindow();
    arrive();
    for (let times = 1; times <= 5; times += 1) {
      contents.goes('crashed');
      await world.advance(10 * SECOND_MS);
      if (times < 5) arrive();
    }
    expect(loads()).toBe(5);
    expect(steps.at(-1)).toContain('stopped.html');
    for (let tries = 1; tries <= 3; tries += 1) {
      await world.advance(5 * MINUTE_MS);
      expect(loads()).toBe(5 + tries);
      contents.goes('crashed');
      await world.advance(SECOND_MS);
      expect(steps.at(-1)).toContain('stopped.html');
    }
    await world.advance(5 * MINUTE_MS);
    arrive();
    await world.advance(30 * MINUTE_MS);
    contents.goes('crashed');
    await world.advance(SECOND_MS);
    expect(loads()).toBe(10);
  });

  it('says on the safe page since when there are no figures and when it is tried again', async () => {
    const { contents, world, arrive, steps } = watchedWindow();
    arrive();
    await world.advance(MINUTE_MS);
    const { clock } = world.process();
    for (let times = 1; times <= 5; times += 1) {
      contents.goes('crashed');
      if (times < 5) await world.advance(10 * SECOND_MS);
    }
    const atMs = clock.wallMs();
    await world.advance(SECOND_MS);
    const query = URL.parse(steps.at(-1)?.split(' ').at(-1) ?? '')?.searchParams;
    // Only the first of the five had figures.
    expect(Number(query?.get('since'))).toBe(atMs - 40 * SECOND_MS);
    expect(Number(query?.get('next'))).toBe(atMs + 5 * MINUTE_MS);
  });

  it('shows nothing for a few seconds at most: a longer wait shows the safe page', async () => {
    const { contents, world, arrive, steps } = watchedWindow();
    for (let times = 1; times <= 5; times += 1) {
      arrive();
      await world.advance(3 * MINUTE_MS);
      contents.goes('crashed');
      await world.advance(9 * SECOND_MS);
      expect(steps.some((step) => step.includes('stopped.html'))).toBe(times === 5);
      await world.advance(8 * SECOND_MS);
    }
  });

  it('is not loaded into the process of a safe page that crashed as well before it is due', async () => {
    const { contents, world, arrive, loads, said } = watchedWindow();
    arrive();
    for (let times = 1; times <= 5; times += 1) {
      contents.goes('crashed');
      await world.advance(10 * SECOND_MS);
    }
    await world.advance(2 * MINUTE_MS);
    contents.goes('crashed');
    await world.advance(3 * MINUTE_MS - 11 * SECOND_MS);
    expect([loads(), said('page.gone').length]).toEqual([5, 5]);
    await world.advance(SECOND_MS);
    expect(loads()).toBe(6);
  });

  it.each<[string, (contents: Watched['contents']) => void]>([
    ['does not load', (contents) => (contents.loads = () => Promise.reject(new Error('ERR_FAILED')))],
    ['crashes as well', (contents) => void setImmediate(() => contents.goes('crashed'))],
  ])('has its safe page loaded once more when that %s', async (_what, breakSafePage) => {
    const { contents, world, arrive, steps, said } = watchedWindow();
    arrive();
    for (let times = 1; times <= 5; times += 1) {
      contents.goes('crashed');
      if (times < 5) await world.advance(10 * SECOND_MS);
    }
    const safe = (): number => steps.filter((step) => step.includes('stopped.html')).length;
    const { loadURL } = contents;
    contents.loadURL = (url) => {
      if (url.includes('stopped.html')) breakSafePage(contents);
      return loadURL(url);
    };
    for (let times = 1; times <= 5; times += 1) {
      await world.advance(SECOND_MS);
      await new Promise(setImmediate);
    }
    expect([safe(), said('page.safePageFailed').length, said('page.gone').length]).toEqual([2, 2, 5]);
  });

  it('is left alone once its window is closed', async () => {
    const { contents, shell, world, arrive, loads } = watchedWindow();
    arrive();
    contents.goes('crashed');
    shell.destroy();
    await world.advance(10 * MINUTE_MS);
    expect(loads()).toBe(1);
  });
});

describe('the history of a page', () => {
  it('is forgotten once the page has come and is loaded: the safe page before it is nowhere to go', async () => {
    const { contents, world, arrive, page } = watchedWindow();
    const loaded = Promise.withResolvers<void>();
    contents.loads = () => loaded.promise;
    page.load();
    arrive();
    await world.advance(0);
    expect(contents.forgot).toBe(0);
    loaded.resolve();
    await world.advance(0);
    expect(contents.forgot).toBe(1);
  });

  it('leads to no other page for longer than a second', async () => {
    const { contents, world, arrive, loads, said } = watchedWindow();
    arrive();
    contents.emit('did-navigate', {}, 'app://wallboard/index.html?board=sales');
    expect(said('page.gone')).toEqual([]);
    contents.emit('did-navigate', {}, 'app://wallboard/stopped.html?since=1&next=2');
    expect(said('page.gone')).toEqual(['page.gone window=desk reason=elsewhere inRow=1 delayMs=1000 safePage=false']);
    await world.advance(SECOND_MS);
    expect(loads()).toBe(2);
  });
});

describe('a page that does not come', () => {
  it('because it cannot be loaded counts as gone, and its window is shown with what takes its place', async () => {
    const { contents, world, page, loads, done, said } = watchedWindow();
    contents.loads = () => Promise.reject(new Error('ERR_FAILED'));
    page.load();
    await world.advance(0);
    expect(said('page.gone')).toEqual(['page.gone window=desk reason=notLoaded inRow=1 delayMs=1000 safePage=false']);
    expect(done).toEqual(['show']);
    await world.advance(SECOND_MS);
    expect(loads()).toBe(3);
  });

  it('because its loading never ends counts as gone after thirty seconds', async () => {
    const { contents, world, page, said, steps } = watchedWindow();
    contents.loads = () => new Promise(() => undefined);
    page.load();
    await world.advance(29 * SECOND_MS);
    expect(said('page.gone')).toEqual([]);
    await world.advance(SECOND_MS);
    expect(said('page.gone')).toHaveLength(1);
    // What keeps it from loading may be a renderer that hangs.
    expect(steps.at(-1)).toBe('page is ended');
  });

  it('because it never asks what it may do counts as gone thirty seconds after it was loaded', async () => {
    const { contents, world, loads, said } = watchedWindow();
    const loaded = Promise.withResolvers<void>();
    contents.loads = () => loaded.promise;
    await world.advance(30 * SECOND_MS);
    expect(said('page.gone')).toHaveLength(1);
    await world.advance(SECOND_MS);
    expect(loads()).toBe(2);
    await world.advance(20 * SECOND_MS);
    loaded.resolve();
    await world.advance(29 * SECOND_MS);
    expect(said('page.gone')).toHaveLength(1);
    await world.advance(SECOND_MS);
    expect(said('page.gone').at(-1)).toContain('reason=notThere inRow=2');
  });

  it('shows its window a little after it has come where nobody tells of its first picture', async () => {
    const { world, arrive, done } = watchedWindow();
    arrive();
    expect(done).toEqual([]);
    await world.advance(3 * SECOND_MS);
    expect(done).toEqual(['show']);
  });
});

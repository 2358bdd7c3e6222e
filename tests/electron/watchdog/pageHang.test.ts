import { describe, expect, it } from 'vitest';
import { MINUTE_MS, SECOND_MS } from '../../../common/time.ts';
import { watchedWindow } from './support.ts';

describe('a page that hangs', () => {
  it('is ended when it has not answered for thirty seconds, and loaded again', async () => {
    const { contents, world, arrive, steps, loads, said } = watchedWindow();
    arrive();
    contents.answer = null;
    await world.advance(39 * SECOND_MS);
    expect(steps).not.toContain('page is ended');
    await world.advance(SECOND_MS);
    expect(steps).toContain('page is ended');
    expect(said('page.hung')).toEqual(['page.hung window=desk how=silent']);
    await world.advance(SECOND_MS);
    expect(loads()).toBe(2);
  });

  it('is ended thirty seconds after Chromium told of it, unless it answers before', async () => {
    const { contents, world, arrive, steps } = watchedWindow();
    arrive();
    contents.answer = null;
    contents.emit('unresponsive');
    await world.advance(9 * SECOND_MS);
    contents.emit('responsive');
    contents.answer = () => 0;
    await world.advance(2 * SECOND_MS);
    contents.answer = null;
    contents.emit('unresponsive');
    await world.advance(29 * SECOND_MS);
    expect(steps).not.toContain('page is ended');
    await world.advance(SECOND_MS);
    expect(steps).toContain('page is ended');
  });

  it('and answers Chromium in time is asked again, and not ended for its silence of before', async () => {
    const { contents, world, arrive, steps } = watchedWindow();
    arrive();
    contents.answer = null;
    contents.emit('unresponsive');
    await world.advance(9 * SECOND_MS);
    contents.emit('responsive');
    await world.advance(30 * SECOND_MS);
    expect(steps).not.toContain('page is ended');
    await world.advance(SECOND_MS);
    expect(steps).toContain('page is ended');
  });

  it('is not taken for one when the machine slept while it was asked', async () => {
    const { contents, world, arrive, steps } = watchedWindow();
    arrive();
    contents.answer = null;
    await world.advance(12 * SECOND_MS);
    // All timers stand still, and fire late.
    world.trueMs += 8 * 3600 * SECOND_MS;
    contents.answer = () => 0;
    await world.advance(60 * SECOND_MS);
    expect(steps).not.toContain('page is ended');
  });

  it('is killed and loaded again when its renderer does not hear that it is to end', async () => {
    const { contents, world, arrive, loads, steps, said } = watchedWindow();
    arrive();
    contents.answer = null;
    contents.forcefullyCrashRenderer = () => {};
    await world.advance(44 * SECOND_MS);
    expect(steps).toHaveLength(1);
    await world.advance(SECOND_MS);
    expect(steps.at(-1)).toBe('process 1 is killed');
    contents.goes('killed');
    await world.advance(SECOND_MS);
    expect([loads(), said('page.gone').length]).toEqual([2, 1]);
  });

  it('is killed no more once its renderer has ended', async () => {
    const { contents, world, arrive, steps } = watchedWindow();
    arrive();
    contents.answer = null;
    await world.advance(40 * SECOND_MS);
    contents.answer = () => 0;
    await world.advance(SECOND_MS);
    arrive();
    await world.advance(MINUTE_MS);
    expect(steps.filter((step) => step.includes('killed'))).toEqual([]);
  });

  it('while it is loaded is killed as well, and its end is no second loss', async () => {
    const { contents, world, page, steps, said, loads } = watchedWindow();
    contents.loads = () => new Promise(() => undefined);
    contents.forcefullyCrashRenderer = () => {};
    page.load();
    await world.advance(34 * SECOND_MS);
    expect(said('page.gone')).toEqual([]);
    await world.advance(SECOND_MS);
    expect(steps.at(-1)).toBe('process 1 is killed');
    contents.goes('killed');
    await world.advance(SECOND_MS);
    expect([loads(), said('page.gone')]).toEqual([
      3,
      ['page.gone window=desk reason=notThere inRow=1 delayMs=1000 safePage=false'],
    ]);
  });

  it('because it shows no screen of the app any more counts as one that hangs, although it answers', async () => {
    const { contents, world, arrive, steps, loads, said } = watchedWindow();
    arrive();
    contents.showsScreen = false;
    await world.advance(39 * SECOND_MS);
    expect(steps).not.toContain('page is ended');
    await world.advance(SECOND_MS);
    expect(said('page.hung')).toEqual(['page.hung window=desk how=empty']);
    await world.advance(SECOND_MS);
    expect(loads()).toBe(2);
  });

  it('is not taken for one when it was empty for a moment', async () => {
    const { contents, world, arrive, steps } = watchedWindow();
    arrive();
    contents.showsScreen = false;
    await world.advance(25 * SECOND_MS);
    contents.showsScreen = true;
    await world.advance(10 * MINUTE_MS);
    expect(steps).not.toContain('page is ended');
  });

  it('in the debugger is left alone', async () => {
    const { contents, world, arrive, steps } = watchedWindow();
    arrive();
    contents.answer = null;
    contents.isDevToolsOpened = () => true;
    await world.advance(10 * MINUTE_MS);
    expect(steps).not.toContain('page is ended');
  });
});

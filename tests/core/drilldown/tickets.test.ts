import { expect, test } from 'vitest';
import { createTickets } from '../../../core/drilldown/tickets.ts';
import { World } from '../support/world.ts';

const MINUTE = 60_000;

test('a ticket is good for five minutes after it was last used', async () => {
  const world = new World();
  const tickets = createTickets<string>(world.process().clock);
  const ticket = tickets.add('rows', 1);
  await world.advance(4 * MINUTE);
  expect(tickets.use(ticket)).toBe('rows');
  await world.advance(4 * MINUTE);
  expect(tickets.use(ticket)).toBe('rows');
  await world.advance(5 * MINUTE);
  expect(tickets.use(ticket)).toBeNull();
});

test('more tickets than eight take the place of the one that was not used for the longest', () => {
  const tickets = createTickets<number>(new World().process().clock);
  const all = Array.from({ length: 8 }, (_, i) => tickets.add(i, 1));
  tickets.use(all[0] ?? '');
  tickets.add(8, 1);
  expect(all.map((ticket) => tickets.use(ticket))).toEqual([0, null, 2, 3, 4, 5, 6, 7]);
});

test('large contents make room for themselves, and a single one is kept however large it is', () => {
  const tickets = createTickets<string>(new World().process().clock);
  const [first, second] = [tickets.add('first', 150_000), tickets.add('second', 150_000)];
  expect(tickets.use(first)).toBeNull();
  expect(tickets.use(second)).toBe('second');
  const huge = tickets.add('huge', 1_000_000);
  expect(tickets.use(huge)).toBe('huge');
});

test('tickets are forgotten when they are used up or their source is gone', () => {
  const tickets = createTickets<string>(new World().process().clock);
  const [one, two] = [tickets.add('one', 1), tickets.add('two', 1)];
  tickets.drop(one);
  expect([tickets.use(one), tickets.use(two)]).toEqual([null, 'two']);
  tickets.clear();
  expect(tickets.use(two)).toBeNull();
});

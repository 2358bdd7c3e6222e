import { expect, test } from 'vitest';
import { forAccess } from '../../../core/state/forAccess.ts';
import { board, snapshot } from '../../renderer/snapshots.ts';

const names = {
  channels: [
    { id: '101', name: 'WhatsApp' },
    { id: '102', name: 'Web chat' },
  ],
  groups: [{ id: '11', name: 'Care' }],
  shifts: [{ id: '1', name: 'Morning' }],
};
const boards = [board({ query: { ...board().query, channels: [101], groupsID: ['11'] } })];

test('a wall has the names of what its boards filter by, and a screen that opens cards has all of them', () => {
  const shown = snapshot({ names, boards });
  expect(forAccess(shown, 'wall').names).toEqual({
    channels: [{ id: '101', name: 'WhatsApp' }],
    groups: [{ id: '11', name: 'Care' }],
    shifts: [],
  });
  expect(forAccess(shown, 'kiosk').names).toEqual(names);
  expect(forAccess(shown, 'control').names).toEqual(names);
});

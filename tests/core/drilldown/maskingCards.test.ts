import { expect, test } from 'vitest';
import { CARD_NAMES } from '../../../common/cards.ts';
import { isRecord } from '../../../common/isRecord.ts';
import { jsonFrom, start } from '../simulator/support.ts';
import { maskFor } from './support/maskFor.ts';

const SESSIONS = ['agent_email', 'username'];
/** The fields of each card that are masked; all others stay as they came. */
const MASKED: Partial<Record<(typeof CARD_NAMES)[number], readonly string[]>> = {
  CARDTOTALTRANSFERRED: ['agent_email', 'transferred_from', 'username'],
  CARDNEWCLIENTS: ['client_name', 'username'],
  CARDTOTALTIME: ['agent_email', 'agent_name', 'group', 'shift'],
  CARDPEAKTIME: [],
  CARDWEAKTIME: [],
  CARDNPS: [],
  CARDTOTALMESSAGES: [],
  CARDTAGS: [],
  CARDTAGSPERCENTAGE: [],
  CARDQUEUEREPORT: [],
  CARDTEMPLATEUSAGE: [],
  CARDPREDEFINEDMESSAGES: [],
};

test('of the 21 cards nothing is masked but clients, agents and texts of unknown fields beside them', async () => {
  const simulator = await start();
  const changed: Record<string, readonly string[]> = {};
  for (const card of CARD_NAMES) {
    const mask = maskFor(card);
    const { cardContent } = await jsonFrom(simulator, `/v2/dashboard/${card}`);
    const rows = [cardContent].flat().filter(isRecord);
    expect(rows.length, card).toBeGreaterThan(0);
    const fields = rows.flatMap((row) => {
      const hidden = mask(row);
      expect(isRecord(hidden) ? Object.keys(hidden) : [], card).toEqual(Object.keys(row));
      return Object.keys(row).filter((field) => isRecord(hidden) && hidden[field] !== row[field]);
    });
    changed[card] = [...new Set(fields)].sort();
  }
  expect(changed).toEqual(Object.fromEntries(CARD_NAMES.map((card) => [card, MASKED[card] ?? SESSIONS])));
});

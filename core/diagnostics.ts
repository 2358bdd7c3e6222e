import type { About } from '../common/about.ts';
import type { BoardSnapshot, KeyState, Snapshot } from '../common/snapshot.ts';

/** Spaces of one level in the text. */
const INDENT = 2;

/** What is known of the key, without the addresses: they are the owner's text. */
export const keyFacts = ({ addressChanged, ...key }: KeyState) => ({ ...key, addressChanged: addressChanged !== null });

/** A board without what its owner wrote into it: titles and filters may name people. */
const boardFacts = (board: BoardSnapshot) => ({
  period: board.query.filter,
  timezone: board.query.timezone,
  sla: board.sla,
  channels: board.query.channels.length,
  groups: board.query.groupsID.length,
  shifts: board.query.shiftIDs.length,
  agentFilter: board.query.email !== '',
  tiles: board.tiles.map(({ metric, size, thresholds }) => ({ metric, size, thresholds })),
  ageMs: board.ageMs,
  intervalMs: board.intervalMs,
  nextInMs: board.nextInMs,
  failure: board.failure,
  screen: board.screen,
});

/**
 * Facts for a support request as JSON text: versions, states and the form of the boards. No key, no figures, and nothing
 * that an owner typed, which may name people.
 */
export function diagnosticsText(about: About, snapshot: Snapshot): string {
  // The path of the log names the user of the machine.
  const { displays, logFolder, ...runsOn } = about;
  const { key, demo, budget, locale, theme, pixelShift, pinSet, notices, boards } = snapshot;
  const facts = {
    ...runsOn,
    logs: logFolder !== null,
    displays: displays.map(({ width, height, primary }) => ({ width, height, primary })),
    at: new Date(snapshot.sentAtMs).toISOString(),
    key: keyFacts(key),
    demo,
    budget,
    locale,
    theme,
    pixelShift,
    pinSet,
    notices: notices.map(({ kind }) => kind),
    boards: boards.map(boardFacts),
  };
  return JSON.stringify(facts, null, INDENT);
}

import { describe, expect, it } from 'vitest';
import { createTimes } from '../../renderer/format/times.ts';
import { agreedZone, zoneWords } from '../../renderer/format/zones.ts';
import { exportColumn } from '../../renderer/drilldown/export/headings.ts';
import { exportName } from '../../renderer/drilldown/cards/cardWords.ts';
import { momentInput, parseMoment } from '../../renderer/drilldown/table/filterInput.ts';
import { fieldFrom, momentFrom } from '../../renderer/desk/model/history.ts';
import { viewContext } from './mounting.ts';

const { t } = viewContext();
const ms = (text: string): number => Date.parse(text);
const [BEFORE, AFTER] = [ms('2026-11-01T05:30:00Z'), ms('2026-11-01T06:30:00Z')];
const NEW_YORK = 'America/New_York';

describe('times of a board', () => {
  it('follow its zone over a clock change', () => {
    const times = createTimes('en', NEW_YORK);
    expect([times.clock(BEFORE), times.clock(AFTER)]).toEqual(['01:30', '01:30']);
    expect(times.clockWithSeconds(ms('2026-03-08T06:59:59Z'))).toBe('01:59:59');
    expect(times.clock(ms('2026-03-08T07:00:00Z'))).toBe('03:00');
    expect(times.moment(ms('2026-11-01T04:34:00Z'), ms('2026-11-01T07:00:00Z'))).toBe('00:34');
    expect(times.moment(ms('2026-11-02T05:34:00Z'), AFTER)).toBe('Nov 2, 00:34');
  });

  it('are those of the offset that the core says, where a screen knows no such zone or an older rule for it', () => {
    expect(agreedZone('Mars/Olympus', '+02:00', AFTER)).toBe('+02:00');
    expect(agreedZone('Africa/Cairo', '+02:00', ms('2026-07-01T12:00:00Z'))).toBe('+02:00');
    expect(agreedZone('Africa/Cairo', '+03:00', ms('2026-07-01T12:00:00Z'))).toBe('Africa/Cairo');
  });

  it('are read back as they are written into a field', () => {
    for (const text of ['2026-03-08T01:59', '2026-03-08T03:00', '2026-11-01T03:15'])
      for (const zone of [NEW_YORK, 'Australia/Lord_Howe', '+05:45']) {
        expect(momentInput(parseMoment(text, zone) ?? 0, zone)).toBe(text);
        expect(fieldFrom(momentFrom(text, zone) ?? 0, zone)).toBe(`${text}:00`);
      }
  });
});

describe('a timezone in words', () => {
  it('names its offset, and both over a change', () => {
    expect(zoneWords(t, '-03:30', AFTER)).toBe('UTC−03:30');
    expect(zoneWords(t, 'Asia/Riyadh', AFTER)).toBe('Asia/Riyadh, UTC+03:00');
    expect(zoneWords(t, NEW_YORK, AFTER, BEFORE)).toBe('America/New_York, UTC−04:00 / UTC−05:00');
  });

  it('stands in the heading of exported moments', () => {
    const created = { id: 'created_date', kind: 'date', looks: null } as const;
    const heading = (timezone: string): string =>
      exportColumn(t, created, 'Created', { timezone, fromMs: BEFORE, toMs: AFTER }).heading;
    expect(heading('+03:00')).toBe('Created (UTC+03:00)');
    expect(heading('Africa/Cairo')).toBe('Created (Africa/Cairo, UTC+02:00)');
    expect(heading(NEW_YORK)).toBe('Created (America/New_York, UTC−04:00 / UTC−05:00)');
  });

  it('says on which day a file was saved', () => {
    const file = { asOfMs: ms('2026-07-01T21:30:00Z'), ending: 'csv' };
    expect(exportName(t, 'CARDCSAT', { ...file, timezone: 'Africa/Cairo' })).toMatch(/-2026-07-02\.csv$/);
    expect(exportName(t, 'CARDCSAT', { ...file, timezone: '+02:00' })).toMatch(/-2026-07-01\.csv$/);
  });
});

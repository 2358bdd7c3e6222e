import { NO_NAMES } from '../../common/idNames.ts';
import { DEFAULT_QUERY } from '../../common/query.ts';
import type { BoardSnapshot, GaugeSnapshot, Reading, Snapshot, TileSnapshot } from '../../common/snapshot.ts';

/** 14:05:19 on 23 November 2026 in the default board's timezone (+03:00). */
export const SENT_AT = Date.UTC(2026, 10, 23, 11, 5, 19);
export const INTERVAL_MS = 18_000;

export const reading = (value: Reading['value'], problem: Reading['problem'] = null): Reading => ({ value, problem });

export const tile = (metric: TileSnapshot['metric'], changes: Partial<TileSnapshot> = {}): TileSnapshot => ({
  metric,
  size: 'normal',
  reading: reading(1457),
  share: null,
  level: 'neutral',
  thresholds: null,
  ageMs: 7000,
  ...changes,
});

export const gauge = (kind: GaugeSnapshot['kind'], changes: Partial<GaugeSnapshot> = {}): GaugeSnapshot => ({
  kind,
  reading: reading(85.5),
  level: 'good',
  thresholds: { warn: 80, bad: 70 },
  thresholdSeconds: 30,
  ageMs: 7000,
  ...changes,
});

export const board = (changes: Partial<BoardSnapshot> = {}): BoardSnapshot => ({
  id: 'main',
  title: '',
  query: DEFAULT_QUERY,
  offset: '+03:00',
  sla: DEFAULT_QUERY.sla,
  gauges: [gauge('response'), gauge('waiting'), gauge('service')],
  tiles: [
    tile('totalSessions', { size: 'hero' }),
    tile('averageWaitingTime', {
      size: 'hero',
      reading: reading(83),
      level: 'good',
      thresholds: { warn: 120, bad: 240 },
    }),
    tile('totalMsg', { reading: reading(31_250) }),
  ],
  companions: {
    totalSessions: reading(1457),
    totalClosedSessions: reading(1420),
    weakTime: reading('03:00'),
  },
  ageMs: 7000,
  intervalMs: INTERVAL_MS,
  figuresEndInMs: null,
  nextInMs: 11_000,
  failure: null,
  screen: { light: 'light', brightness: 100, changesInMs: null, next: null, resting: false },
  ...changes,
});

export const snapshot = (changes: Partial<Snapshot> = {}): Snapshot => ({
  revision: 1,
  coreId: 'core-a',
  sentAtMs: SENT_AT,
  app: { name: 'Experia Wallboard', version: '0.1.0' },
  site: 'Riyadh contact centre',
  settingsRevision: 1,
  locale: 'en',
  theme: 'dark',
  demo: false,
  key: { present: true, source: 'keychain', keychain: 'available', addressChanged: null },
  budget: { limit: 200, used: 57, left: 143, requesting: false },
  pixelShift: true,
  pinSet: false,
  names: NO_NAMES,
  boards: [board()],
  notices: [],
  ...changes,
});

export const withoutKey = (keychain: Snapshot['key']['keychain'] = 'available'): Snapshot =>
  snapshot({ key: { present: false, source: null, keychain, addressChanged: null } });

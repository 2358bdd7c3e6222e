/** What the API documents, and what stands in breakdowns: as good as nothing of it may be masked. */

const DAYS = Array.from({ length: 20 }, (_, day) => String(day + 1).padStart(2, '0'));
const HOURS = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`);

const KEYS = [
  'abc123xyz',
  '1h4qulq2tcab8',
  '1odrob92tcab4',
  'canary-0',
  's_48213377',
  '550e8400-e29b-41d4-a716-446655440000',
  '550e8400e29b41d4a716446655440000',
  '9f86d081884c7d659a2feaa0c55ad015',
  '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  'f47ac10b-58cc-4372-a567-0e02b2c3d479',
  'web-1737012345678-ab',
  'A7-19.2',
];
const STATUSES = ['OPEN', 'CLOSED', 'PENDING', 'In progress', 'مغلقة', 'resolved', 'NEW', 'on-hold'];
const TYPES = ['whatsapp', 'whatsapp/location', 'facebook', 'instagram', 'sms', 'Live Chat', 'webchat'];
const DURATIONS = ['00 00:00:00', '00 15:49:32', '03 04:05:06', '00:17:25', '1:02:09', '10:30'];

const fieldRows = (field: string, values: readonly unknown[]): Readonly<Record<string, unknown>>[] =>
  values.map((value) => ({ [field]: value }));

/** Rows of cards of sessions and people, each with one documented field or one value of a harmless kind. */
export const SESSION_VALUES: readonly Readonly<Record<string, unknown>>[] = [
  ...fieldRows('session_key', KEYS),
  ...fieldRows('client_id', [1, 42, 10_001, 11_198, 999_999, 5_570_000, 55_700_000, '10001', null]),
  ...fieldRows(
    'created_date',
    DAYS.map((day) => `2026-01-${day}T10:30:00.000000Z`),
  ),
  ...fieldRows(
    'taken_date',
    DAYS.map((day) => `2026-02-${day}T10:31:15.123456Z`),
  ),
  ...fieldRows('ended_date', ['2026-01-15 08:03:57 +0000 UTC', '2026-01-15T08:03:57Z', '2026-01-15', null, '']),
  ...fieldRows('status', STATUSES),
  ...fieldRows('type', TYPES),
  ...fieldRows('name', TYPES),
  ...fieldRows('waiting_time', DURATIONS),
  ...fieldRows('averageServiceTime', DURATIONS),
  ...fieldRows('totalSessions', [0, 458, 12_345, '458', 1_234_567]),
  ...fieldRows('CSAT', [62.5, 83.9, 100, '62.5', '62.5 %', 33.333333333333336]),
  ...fieldRows('NPS', [-100, -12, 0, 55]),
  ...fieldRows('totalTagsPercent', [10.7, '10.7%', 0.1234567891]),
  ...fieldRows('peakTime', HOURS),
  ...fieldRows('within_sla', [true, false, 'true', 'no']),
  ...fieldRows('rating', [1, 5, '4', 'Very good']),
  ...fieldRows('priority', ['high', 'P1', 3]),
  ...fieldRows('group_id', [1, 20_817, 'g-12']),
  ...fieldRows('shift_ids', [[1, 2], ['morning']]),
  ...fieldRows('first_response_date', ['2026-01-15T10:30:40.000000Z', 1_768_473_000, 1_768_473_000_000]),
  ...fieldRows('handover', ['2026-01-15', '15/01/2026 10:30', '09:00-17:00', 12, '1,204', '55 %', true, null, '-']),
];

/** Rows of breakdown cards: labels with their counts. */
export const BREAKDOWN_VALUES: readonly Readonly<Record<string, unknown>>[] = [
  ...fieldRows('tag', [
    'Billing',
    'شكوى',
    'VIP 2026',
    'Refund > 500 SAR',
    'Q&A',
    'Order #1234',
    'C++ course',
    '24/7',
    'A/B',
  ]),
  ...fieldRows('template', [
    'welcome_ar_v2',
    'Reminder 1.2.3',
    'إشعار الشحن',
    'lunch @ noon',
    '10 % off until 2026-12-31',
  ]),
  ...fieldRows('message', [
    'How may I help you?',
    'We are open 08:00 - 17:00.',
    'Reply within 24 hours',
    '[link] 100%',
  ]),
  ...fieldRows('queue', ['Sales', 'Support – 2nd level', 'Group 12', 'الدعم الفني']),
  ...fieldRows('hour', HOURS),
  ...fieldRows('total', [0, 45, 1_250, 12_345_678]),
  ...fieldRows('percentage', [10.7, '10.7 %', 33.333333333333336]),
  ...fieldRows('server', ['192.168.10.115', '10.0.0.1']),
  { Billing: 45, VIP: 12 },
  { '2026-01-15': 45, '10:00': 3 },
];

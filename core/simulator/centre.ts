/** What the simulated contact centre is made of. Ids are fixed, so that filters can be written down in tests and docs. */

export interface Named {
  readonly id: number;
  readonly name: string;
}

interface Weighted extends Named {
  /** How much of the traffic it gets, relative to the others. */
  readonly weight: number;
}

/** What a channel's clients are known by on the wire. */
export type UsernameKind = 'phone' | 'handle' | 'email';

export interface Channel extends Weighted {
  readonly username: UsernameKind;
}

/** The home zone of the centre: its working day, shifts and weekends follow it, whatever zone a request asks for. */
export const HOME_OFFSET_MINUTES = 180;

export const CHANNELS: readonly Channel[] = [
  { id: 101, name: 'whatsapp', weight: 55, username: 'phone' },
  { id: 102, name: 'webchat', weight: 16, username: 'phone' },
  { id: 103, name: 'instagram', weight: 10, username: 'handle' },
  { id: 104, name: 'messenger', weight: 6, username: 'phone' },
  { id: 105, name: 'email', weight: 6, username: 'email' },
  { id: 106, name: 'x', weight: 4, username: 'handle' },
  { id: 107, name: 'telegram', weight: 3, username: 'phone' },
];

export const GROUPS: readonly Weighted[] = [
  { id: 11, name: 'Customer care', weight: 42 },
  { id: 12, name: 'Sales', weight: 22 },
  { id: 13, name: 'Technical support', weight: 18 },
  { id: 14, name: 'Billing', weight: 11 },
  { id: 15, name: 'الشكاوى', weight: 7 },
];

export interface Shift extends Named {
  /** First hour in the home zone; a shift lasts `SHIFT_HOURS`. */
  readonly startHour: number;
  readonly agents: number;
}

export const SHIFT_HOURS = 8;

export const SHIFTS: readonly Shift[] = [
  { id: 1, name: 'Morning', startHour: 7, agents: 18 },
  { id: 2, name: 'Evening', startHour: 15, agents: 12 },
  { id: 3, name: 'Night', startHour: 23, agents: 6 },
];

export const TAGS: readonly Weighted[] = [
  { id: 201, name: 'Order status', weight: 24 },
  { id: 202, name: 'استرجاع', weight: 14 },
  { id: 203, name: 'Delivery delay', weight: 13 },
  { id: 204, name: 'Payment failed', weight: 11 },
  { id: 205, name: 'استفسار عن السعر', weight: 10 },
  { id: 206, name: 'Product question', weight: 9 },
  { id: 207, name: 'Complaint', weight: 7 },
  { id: 208, name: 'Booking change', weight: 6 },
  { id: 209, name: 'شكر', weight: 4 },
  { id: 210, name: 'Wrong number', weight: 2 },
];

export const TEMPLATES: readonly Weighted[] = [
  { id: 301, name: 'order_update_ar', weight: 40 },
  { id: 302, name: 'order_update_en', weight: 18 },
  { id: 303, name: 'appointment_reminder_ar', weight: 17 },
  { id: 304, name: 'survey_invitation_ar', weight: 15 },
  { id: 305, name: 'payment_link_en', weight: 10 },
];

export const PREDEFINED_MESSAGES: readonly Weighted[] = [
  { id: 401, name: 'Greeting', weight: 34 },
  { id: 402, name: 'أهلاً بك، كيف أخدمك؟', weight: 28 },
  { id: 403, name: 'One moment, please', weight: 16 },
  { id: 404, name: 'Opening hours', weight: 12 },
  { id: 405, name: 'Thanks and goodbye', weight: 10 },
];

/** `session` is what the summary counts; `hospitality` is the API's second category, on cards only (API page, `for`). */
export const CATEGORIES = ['session', 'hospitality'] as const;
export type Category = (typeof CATEGORIES)[number];

const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;
const HOME_OFFSET_S = HOME_OFFSET_MINUTES * 60;

/** Number of the home-zone day (since 1970) that holds a time in seconds since 1970 UTC. */
export const homeDayOf = (timeS: number): number => Math.floor((timeS + HOME_OFFSET_S) / DAY_S);
/** First second (since 1970 UTC) of a home-zone day. */
export const homeDayStartS = (day: number): number => day * DAY_S - HOME_OFFSET_S;

/** The shift on duty at a time, and the home-zone day it began on: the night shift began the day before until 07:00. */
export function shiftAt(timeS: number): { readonly shift: number; readonly day: number } {
  const day = homeDayOf(timeS);
  const hour = (timeS - homeDayStartS(day)) / HOUR_S;
  const first = SHIFTS[0]?.startHour ?? 0;
  if (hour < first) return { shift: SHIFTS.length - 1, day: day - 1 };
  return { shift: Math.min(SHIFTS.length - 1, Math.floor((hour - first) / SHIFT_HOURS)), day };
}

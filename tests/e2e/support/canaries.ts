/**
 * Made-up personal data that can be told from anything else: whoever finds a trace of it where it must not be has found a
 * leak. Each trace is the part that no masking may leave: the last seven digits of a number, the unlike part of a name
 * or address.
 */

/** The last seven digits of every telephone number, in Latin digits. */
const PHONE_TAILS = Array.from({ length: 14 }, (_, index) => `71700${String(index + 10)}`);
const tail = (index: number): string => PHONE_TAILS[index] ?? '';
const ARABIC_ZERO = 0x0660;
const arabic = (digits: string): string =>
  digits.replace(/\d/g, (digit) => String.fromCodePoint(ARABIC_ZERO + Number(digit)));

/** What is left of numbers of other countries once the digits that a stand-in shows are gone. */
const ABROAD_TAILS = ['2071700', '1017170', '5557170', '9171700'];
const [london = '', cairo = '', boston = '', manila = ''] = ABROAD_TAILS;

const MAIL_PARTS = ['canarymailone', 'canarymailtwo', 'canarymailthree', 'canarymailfour', 'كناريبريد'];
const NAME_PARTS = ['Canarianame', 'Kanarifrau', 'كناريالاسم', 'Zeisigclient'];

/** Documented session rows, with clients and agents that no screen on the floor may show. */
export const SESSION_ROWS: readonly Readonly<Record<string, unknown>>[] = [
  [`+96655${tail(0)}`, `${MAIL_PARTS[0]}@example.com`],
  [`05${arabic(`5${tail(1)}`)}`, `${MAIL_PARTS[1]}@EXAMPLE.com`.toUpperCase()],
  [`${NAME_PARTS[0]} Al-Test`, `${MAIL_PARTS[0]}@example.com`],
  [`00966 55 ${tail(2).slice(0, 3)} ${tail(2).slice(3)}`, `${MAIL_PARTS[4]}@example.com`],
].map(([username, agent_email], index) => ({
  session_key: `canary-${index}`,
  client_id: 55_700_000 + index,
  username,
  created_date: `2026-11-23T0${index + 5}:00:00.000000Z`,
  taken_date: `2026-11-23T0${index + 5}:04:10.000000Z`,
  ended_date: `2026-11-23T0${index + 5}:20:30.000000Z`,
  status: 'closed',
  type: 'whatsapp',
  agent_email,
}));

/** Rows of no documented shape: numbers in free text, as keys, as JSON numbers, nested, in Arabic-Indic digits. */
export const UNKNOWN_ROWS: readonly unknown[] = [
  {
    id: 1,
    note: `Call back on +966 55 ${tail(3)} or write to ${MAIL_PARTS[2]}@example.com today`,
    phone: Number(`96655${tail(4)}`),
    clientName: NAME_PARTS[1],
    score: 4,
  },
  {
    id: 2,
    note: `رقم العميل ${arabic(`055${tail(5)}`)} شكرا`,
    contact: { name: NAME_PARTS[2], mobile: `055-${tail(6).slice(0, 3)}-${tail(6).slice(3)}` },
    score: 2,
  },
  {
    id: 3,
    [`055${tail(7)}`]: 'a number as a field',
    [`${MAIL_PARTS[3]}@example.com`]: 1,
    link: `https://wa.me/96655${tail(8)}?text=hello`,
    // Two in a row, and one behind a date: neither makes the other look like something else.
    numbers: `055${tail(1)} 055${tail(2)}`,
    booked: `2026-11-23 055${tail(0)}`,
    history: [[`05 5${tail(9)}`], { reply: JSON.stringify({ to: `055${tail(10)}` }) }],
    score: 5,
  },
  {
    // Fields that hold ids and labels, with numbers of other countries in spellings of their own.
    id: 4,
    tag: `+20 ${cairo.slice(0, 3)} ${cairo.slice(3)} 22`,
    queue: arabic(`001${boston}33`),
    conversation: { group: [...`+63${manila}44`].join('\u200b') },
    score: 1,
  },
  { id: 5, session_key: `wa-44${london}01`, remark: `${NAME_PARTS[0]} called back`, score: 3 },
];

/** A list of texts and numbers instead of rows. */
export const SCALAR_ROWS: readonly unknown[] = [`055${tail(11)}`, Number(`96655${tail(12)}`), 'nothing to see'];

/** One object instead of a list. */
export const OBJECT_REPLY: Readonly<Record<string, unknown>> = {
  customer: NAME_PARTS[3],
  whatsapp: `+96655${tail(13)}`,
  sessions: 12,
};

/** Everything at once, for fields where the API has no business with it. */
export const HOSTILE = `+96655${tail(0)} ${arabic(`055${tail(5)}`)} ${MAIL_PARTS[2]}@example.com`;

/** How many different traces a full reading of a set of rows has, so that a search that finds nothing is known to work. */
export const ALL_TRACES = [...PHONE_TAILS, ...ABROAD_TAILS, ...MAIL_PARTS, ...NAME_PARTS];

const ANY_DIGIT = /[٠-٩۰-۹]/g;
const latin = (text: string): string => text.replace(ANY_DIGIT, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
/** What formatting puts between digits: separators, spaces, marks of direction, escapes. */
const BETWEEN_DIGITS = /(?<=\d)[\s,.'’٬\u00a0\u202f\u200b-\u200f\u202a-\u202e\u2066-\u2069\\()/-]+(?=\d)/g;

/**
 * Moments in milliseconds, and what arithmetic leaves behind a decimal point: among thousands of them some have the seven
 * digits of a trace by chance. No canary is written like either.
 */
const CHANCE_DIGITS = /(?<![\w.])1[5-9]\d{11}(?![\w])|(?<=\d\.)\d{7,}/g;

/**
 * Which canaries can be found in a text, whatever digits or separators it writes numbers with. Texts of JSON inside JSON
 * are read as they are and unescaped.
 */
export function tracesIn(text: string): string[] {
  const told = text.replace(CHANCE_DIGITS, '');
  const unescaped = told.replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  const digits = latin(unescaped);
  const joined = digits.replace(BETWEEN_DIGITS, '');
  const lower = unescaped.toLowerCase();
  return ALL_TRACES.filter(
    (trace) => digits.includes(trace) || joined.includes(trace) || lower.includes(trace.toLowerCase()),
  );
}

import { isPhoneNumber } from '../drilldown/masking/phones.ts';
import { HIDDEN, type Redactor } from './logSecrets.ts';

export type Level = 'info' | 'warn';

const LONGEST_TEXT = 500;
const LONGEST_NAME = 100;
const LONGEST_LINE = 8_000;
/** As many as there can be boards. */
const MOST_ENTRIES = 50;
const DEEPEST = 4;
/** Facts of these names are secrets whatever they hold. */
const SECRET_NAME = /^(x-)?(api[-_]?key|authorization|(set-)?cookie|password|passphrase|secret|token|pin)$/i;
/** Numbers of these names are times and sizes, however long they are. */
const MEASURE_NAME = /(Ms|Bytes|^bytes)$/;

/** Facts as plain values that a line may hold: bounded in size and depth, cleaned of secrets, whatever was given. */
function plain(value: unknown, name: string, redactor: Redactor, path: readonly object[]): unknown {
  const again = (inner: unknown, innerName: string): unknown =>
    plain(inner, innerName, redactor, typeof value === 'object' && value !== null ? [...path, value] : path);
  const text = (from: string): string => redactor.clean(from, LONGEST_TEXT);
  if (SECRET_NAME.test(name) && value !== null && value !== undefined && typeof value !== 'boolean') return HIDDEN;
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return String(value);
    const hidden = redactor.holdsSecret(String(value)) || (!MEASURE_NAME.test(name) && isPhoneNumber(value));
    return hidden ? HIDDEN : value;
  }
  if (typeof value === 'bigint') return text(String(value));
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? '[function]' : (value ?? null);
  if (path.includes(value)) return '[again]';
  if (path.length >= DEEPEST) return '[deeper]';
  if (Array.isArray(value)) return value.slice(0, MOST_ENTRIES).map((entry) => again(entry, name));
  const names = value instanceof Error ? ['name', 'code', 'message', 'cause'] : Object.keys(value);
  const entries = names.slice(0, MOST_ENTRIES).flatMap((key): [string, unknown][] => {
    const inner = read(value, key);
    return inner === undefined ? [] : [[redactor.clean(key, LONGEST_NAME), again(inner, key)]];
  });
  return Object.fromEntries(entries);
}

function read(from: object, key: string): unknown {
  try {
    const value: unknown = Reflect.get(from, key);
    return typeof value === 'symbol' ? '[symbol]' : value;
  } catch {
    return '[unreadable]';
  }
}

function factsOf(facts: Readonly<Record<string, unknown>>, redactor: Redactor): Record<string, unknown> {
  try {
    const entries = Object.entries(Object.assign({}, plain(facts, '', redactor, [])));
    // What a line says about itself is not for its facts to say.
    return Object.fromEntries(entries.filter(([name]) => !['at', 'level', 'event'].includes(name)));
  } catch {
    return { facts: '[unreadable]' };
  }
}

export interface LineParts {
  readonly atMs: number;
  readonly level: Level;
  readonly event: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** One line of JSON with its line break: short, and without anything that a log must not hold. Never throws. */
export function logLine({ atMs, level, event, facts }: LineParts, redactor: Redactor): string {
  const head = { at: new Date(atMs).toISOString(), level, event: redactor.clean(event, LONGEST_NAME) };
  const line = JSON.stringify({ ...head, ...factsOf(facts, redactor) });
  const fits = line.length <= LONGEST_LINE;
  if (fits && !redactor.holdsSecret(line)) return `${line}\n`;
  return `${JSON.stringify({ ...head, facts: fits ? HIDDEN : '[too long]' })}\n`;
}

import { DEEP_LEVELS, HOSTILE_TEXT, MANY_ROWS, type Misconduct } from './misbehave.ts';

/** A parsed body: a summary, or a card reply with `cardContent`. */
export type Body = Record<string, unknown>;

const isObject = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fields that say what kind of answer it is; they stay right unless a misconduct is about them. */
const KEPT = new Set(['status', 'cardName']);

/** Changes every leaf below an object or a list, with the name of the field it stands in. */
function mapLeaves(value: unknown, change: (leaf: unknown, field: string) => unknown, field = ''): unknown {
  if (Array.isArray(value)) return value.map((entry) => mapLeaves(entry, change, field));
  if (!isObject(value)) return change(value, field);
  return Object.fromEntries(
    Object.entries(value).map(([name, entry]) => [
      name,
      KEPT.has(name) && field === '' ? entry : mapLeaves(entry, change, name),
    ]),
  );
}

const wrongType = (leaf: unknown): unknown =>
  typeof leaf === 'number' ? { value: leaf } : typeof leaf === 'string' ? true : leaf === null ? [] : 'yes';

const hostile =
  (text: string, fields: readonly string[] | undefined) =>
  (leaf: unknown, field: string): unknown =>
    (fields ? fields.includes(field) : typeof leaf === 'string') ? text : leaf;

function repeatRows(body: Body, rows: number): Body {
  const content = body.cardContent;
  if (content === undefined) return body;
  const source: readonly unknown[] = Array.isArray(content) && content.length > 0 ? content : [content];
  return { ...body, cardContent: Array.from({ length: rows }, (_, index) => source[index % source.length]) };
}

function patch(body: Body, { summary, cardContent }: Extract<Misconduct, { kind: 'patch' }>): unknown {
  if ('cardContent' in body) {
    if (cardContent === undefined) return body;
    const content: unknown = typeof cardContent === 'function' ? cardContent(body.cardContent) : cardContent;
    return { ...body, cardContent: content };
  }
  return typeof summary === 'function' ? summary(body) : { ...body, ...summary };
}

function nested(body: Body, levels: number): string {
  const field = 'cardContent' in body ? 'cardContent' : 'totalSessions';
  return `{"status":"SUCCESS","${field}":${'['.repeat(levels)}${']'.repeat(levels)}}`;
}

const doubled = (body: Body): string =>
  `{${Object.entries(body)
    .map(([name, value]) => `${JSON.stringify(name)}:0,${JSON.stringify(name)}:${JSON.stringify(value)}`)
    .join(',')}}`;

const firstHalf = (text: string): string => text.slice(0, Math.floor(text.length / 2));

/** The JSON text of a good answer, spoilt as the misconduct says; others leave it as it is. */
export function rewrite(body: Body, misconduct: Misconduct | null): string {
  switch (misconduct?.kind) {
    case 'truncatedJson':
      return firstHalf(JSON.stringify(body));
    case 'wrongTypes':
      return JSON.stringify(mapLeaves(body, wrongType));
    case 'deepNesting':
      return nested(body, misconduct.levels ?? DEEP_LEVELS);
    case 'duplicateKeys':
      return doubled(body);
    case 'loneSurrogates':
      return JSON.stringify(mapLeaves(body, (leaf) => (typeof leaf === 'string' ? `\udc00${leaf}\ud800` : leaf)));
    case 'failed':
      return JSON.stringify({ ...body, status: misconduct.status ?? 'FAILED' });
    case 'patch':
      return JSON.stringify(patch(body, misconduct)) ?? '';
    case 'hostileText':
      return JSON.stringify(mapLeaves(body, hostile(misconduct.text ?? HOSTILE_TEXT, misconduct.fields)));
    case 'manyRows':
      return JSON.stringify(repeatRows(body, misconduct.rows ?? MANY_ROWS));
    default:
      return JSON.stringify(body);
  }
}

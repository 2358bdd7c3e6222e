import type { CardName } from '../../common/cards.ts';
import { isRecord } from '../../common/isRecord.ts';
import { MAX_JSON_DEPTH, parseJson } from '../experia/json.ts';
import { createSecretFinder, type KnownSecrets } from '../secrets/knownSecrets.ts';
import { createFieldReader, fieldKey, isSomebody, type Field } from './masking/fields.ts';
import { isMoment } from './masking/figures.ts';
import { fold } from './masking/folded.ts';
import { isHarmless, isNothing } from './masking/kinds.ts';
import { hasContact } from './masking/phones.ts';
import { createReadable } from './masking/readable.ts';
import { createStandIns, DOTS } from './masking/standIns.ts';
import { createRoom, CUT, LONGEST_NAME } from './room.ts';

/** Who reads a card, and what of it may be seen. */
export interface RowRules {
  readonly card: CardName;
  /** False where the owner shows personal data: then only secrets are hidden. */
  readonly masked: boolean;
  /** Fields that the owner allowed by name, as `fieldKey` writes them. */
  readonly shownFields: ReadonlySet<string>;
}

export interface RowMask {
  /** A row of any shape as its reader may see it, cut to what a screen can hold. The row itself is not changed. */
  prepare(row: unknown, rules: RowRules): unknown;
  /** Unknown fields whose values were masked since this was asked last, by the names that they have now. */
  takeMaskedFields(): string[];
  /** The name of a field that was masked itself; null when that stand-in was not given out. */
  fieldCalled(shown: string): string | null;
}

/** Secrets that are shorter may be words that rows need. */
const SHORTEST_SECRET = 12;
const MOST_MASKED_FIELDS = 100;
const MOST_FIELD_NAMES = 1_000;

/** Cards whose rows are labels and counts: a tag that nobody can read is no use. All others are of sessions and people. */
const BREAKDOWNS: ReadonlySet<CardName> = new Set<CardName>([
  'CARDTAGS',
  'CARDTAGSPERCENTAGE',
  'CARDTEMPLATEUSAGE',
  'CARDPREDEFINEDMESSAGES',
  'CARDPEAKTIME',
  'CARDWEAKTIME',
  'CARDQUEUEREPORT',
]);

/** `all`: nothing is hidden but secrets; `readable`: all but numbers and addresses; `harmless`: only dates, counts and the like. */
type Shown = 'all' | 'readable' | 'harmless' | 'nothing';

/** What is known of a value before it is looked at. */
interface Place {
  readonly shown: Shown;
  /** What is shown of the fields of a record that stands here. */
  readonly fields: Shown;
  readonly isMeasure: boolean;
  /** In a field of somebody: a text of digits is no count there. */
  readonly isPersonal: boolean;
  /** In a list, which may be a telephone number in parts, and in a name: no number is a count. */
  readonly isNoCount: boolean;
  readonly depth: number;
}

const JSON_TEXT = /^\s*[{[]/;
/** Begins like JSON with texts in it; if it is none, it was cut or spoilt, and whose its texts are cannot be read. */
const SPOILT_JSON = /^\s*(?:\{\s*"|\[\s*["{[])/;
const DIGITS = /^[\d\s().+-]+$/;
const MOST_PARTS = 20;
/** Averages and shares come with any number of decimals. */
const MOST_SHARE = 1e6;

/**
 * Hides personal data and secrets in rows. In cards of sessions and people a value is shown when it is harmless by itself
 * (a date, a count), when its field is, or when the owner allowed the field by name; in breakdowns texts stay readable but
 * for telephone numbers and e-mail addresses. Takes time in proportion to a row's length, up to a bound.
 * @param secret random, kept in memory only: stand-ins are the same for the same person as long as it is
 */
export function createMask(secret: Uint8Array, knownSecrets: KnownSecrets): RowMask {
  const finder = createSecretFinder(knownSecrets, { anywhere: SHORTEST_SECRET });
  const readable = createReadable(createStandIns(secret), finder);
  const fieldOf = createFieldReader();
  const fieldNames = new Map<string, string>();
  const maskedFields = new Set<string>();

  function remember(shown: string, name: string): string {
    if (fieldNames.size >= MOST_FIELD_NAMES) fieldNames.clear();
    if (name.length <= LONGEST_NAME) fieldNames.set(shown, name);
    return shown;
  }

  function prepare(row: unknown, { card, masked, shownFields }: RowRules): unknown {
    const room = createRoom();
    /** How many values were replaced so far. */
    let hidden = 0;
    const isAllowed = (field: Field, name: string): boolean =>
      field.isHarmless || (shownFields.size > 0 && shownFields.has(fieldKey(name)));

    function instead(text: string): string {
      hidden += 1;
      return readable.whole(text);
    }

    function maskText(text: string, place: Place, most: number): string {
      if (place.shown === 'all') return readable.withoutSecrets(text, most);
      if (place.shown === 'readable') return maskReadable(text, place, most);
      if (isNothing(text)) return text.slice(0, most);
      return place.shown === 'harmless' && isHarmlessHere(text, place) ? text : instead(text);
    }

    /** Digits are counts, unless somebody is named by them or a telephone number may be split into them. */
    function isHarmlessHere(text: string, { isMeasure, isPersonal, isNoCount, depth }: Place): boolean {
      if (text.length > LONGEST_NAME) return false;
      const folded = fold(text);
      const mayBePart = isPersonal || isNoCount || (!isMeasure && depth > 1);
      return isHarmless(folded, isMeasure) && !(mayBePart && DIGITS.test(folded) && !isMoment(folded));
    }

    function maskReadable(text: string, place: Place, most: number): string {
      if (place.isMeasure && text.length <= most && isHarmless(text, true)) return text;
      if (!JSON_TEXT.test(text)) return readable.text(text, most);
      const json = text.length > most ? null : parseJson(text);
      if (!json?.ok) return SPOILT_JSON.test(text) ? instead(text) : readable.text(text, most);
      const inner = JSON.stringify(mask(json.value, { ...place, depth: place.depth + 1 }));
      // A text that has nothing to hide stays as it was written.
      return inner === JSON.stringify(json.value) ? readable.text(text, most) : inner;
    }

    function maskNumber(number: number, { shown, isMeasure, isNoCount }: Place): unknown {
      const text = String(number);
      if (text.length >= SHORTEST_SECRET && finder.isIn(text)) return DOTS;
      if (shown === 'all' || number === 0) return number;
      const isShare = isMeasure && !Number.isInteger(number) && Math.abs(number) < MOST_SHARE;
      const isCount = isShare || isHarmless(text, isMeasure);
      const isShown =
        shown === 'readable'
          ? isCount || readable.text(text, text.length) === text
          : shown === 'harmless' && isCount && (isMeasure || !isNoCount);
      return isShown ? number : instead(text);
    }

    function mask(value: unknown, place: Place): unknown {
      if (typeof value === 'string') {
        const most = room.forText(value.length);
        return most === 0 && value !== '' ? CUT : maskText(value, place, most);
      }
      if (typeof value === 'number') return maskNumber(value, place);
      if (typeof value !== 'object' || value === null) return value;
      if (place.depth > MAX_JSON_DEPTH) return DOTS;
      if (Array.isArray(value)) return maskList(value, place);
      return isRecord(value) ? maskRecord(value, place) : value;
    }

    const inside = (value: unknown, place: Place): unknown => (room.letIn() ? mask(value, place) : CUT);

    function maskList(list: readonly unknown[], place: Place): unknown[] {
      const kept = room.first(list);
      const shown = place.shown === 'readable' && isSplitNumber(kept) ? 'nothing' : place.shown;
      const inner: Place = { ...place, shown, isNoCount: true, depth: place.depth + 1 };
      const masked = kept.map((item) => inside(item, inner));
      return kept.length < list.length ? [...masked, CUT] : masked;
    }

    function placeOf(field: Field, name: string, around: Shown, { isPersonal, depth }: Place): Place {
      const { isMeasure } = field;
      const inner = {
        isMeasure,
        isPersonal: field.isPersonal || (isPersonal && !isMeasure),
        isNoCount: field.isName,
        depth: depth + 1,
      };
      if (around === 'all' || around === 'nothing') return { ...inner, shown: around, fields: around };
      if (field.isPerson) return { ...inner, shown: 'nothing', fields: 'nothing' };
      if (isAllowed(field, name)) return { ...inner, shown: 'readable', fields: around };
      return around === 'harmless' || field.isPersonal
        ? { ...inner, shown: 'harmless', fields: 'harmless' }
        : { ...inner, shown: 'readable', fields: 'readable' };
    }

    /** A field's name is data too: `{"Omar": 3}`. */
    function maskName(name: string, field: Field, around: Shown): string {
      if (around === 'all') return readable.withoutSecrets(name, LONGEST_NAME);
      const isReadable = around === 'readable' || field.isPerson || field.hasKnownWords || isAllowed(field, name);
      if (isReadable || isHarmless(fold(name.slice(0, LONGEST_NAME)), false)) return readable.name(name);
      return remember(readable.whole(name), name);
    }

    function maskRecord(record: Readonly<Record<string, unknown>>, place: Place): Record<string, unknown> {
      const names = Object.keys(record);
      const kept = room.first(names);
      const isOfSomebody = place.fields === 'readable' && kept.some((name) => isSomebody(fieldOf(name), record[name]));
      const around = isOfSomebody ? 'harmless' : place.fields;
      const taken = new Map<string, number>();
      const shown = kept.map((name): [string, unknown] => {
        const field = fieldOf(name);
        const inner = placeOf(field, name, around, place);
        const before = hidden;
        const value = inside(record[name], inner);
        room.forText(name.length);
        const shownName = unique(maskName(name, field, around), name, taken);
        if (hidden > before && inner.shown === 'harmless' && !isRecord(value)) offer(shownName, name);
        return [shownName, value];
      });
      return Object.fromEntries(kept.length < names.length ? [...shown, [CUT, CUT]] : shown);
    }

    const fields = !masked ? 'all' : BREAKDOWNS.has(card) ? 'readable' : 'harmless';
    return mask(row, { shown: fields, fields, isMeasure: false, isPersonal: false, isNoCount: false, depth: 0 });
  }

  /** A name that is a number or an address is nothing to be allowed. */
  function offer(shown: string, name: string): void {
    if (maskedFields.has(shown) || maskedFields.size >= MOST_MASKED_FIELDS) return;
    if (name.length <= LONGEST_NAME && !hasContact(name)) maskedFields.add(shown);
  }

  return {
    prepare,
    takeMaskedFields() {
      const taken = [...maskedFields];
      maskedFields.clear();
      return taken;
    },
    fieldCalled: (shown) => fieldNames.get(shown) ?? null,
  };
}

/** Two spellings of one number as names of fields have one stand-in: the second gets a mark, so that neither is lost. */
function unique(shown: string, name: string, taken: Map<string, number>): string {
  if (shown === name) return shown;
  const count = (taken.get(shown) ?? 0) + 1;
  taken.set(shown, count);
  return count === 1 ? shown : `${shown} (${count})`;
}

/** `["+966", "50", "123", "4567"]`: a telephone number in parts. */
function isSplitNumber(list: readonly unknown[]): boolean {
  const parts = list.slice(0, MOST_PARTS).filter((item) => typeof item === 'string' && DIGITS.test(fold(item)));
  const joined = fold(parts.join(' '));
  return parts.length > 1 && /^[+0]/.test(joined) && hasContact(joined);
}

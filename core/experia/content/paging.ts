import { isRecord } from '../../../common/isRecord.ts';

/** What a reply says about the whole list of which it holds a part. */
export interface Paging {
  /** Rows of the whole list; null where it does not say. */
  readonly total: number | null;
  /** Whether it names a page after this one. */
  readonly hasNext: boolean;
  /** Whether it speaks of pages at all, so that `total` can be nothing but a number of rows. */
  readonly isPaged: boolean;
}

/** A field's name without letter case and marks. */
export const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const names = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

const TOTALS = names(`total totalcount totalrecords totalrows totalitems totalresults totalelements recordstotal
  totalsize totalhits totaldocs totalsessions odatacount allcount`);
/** On some back ends the rows of this page, on others those of all: it counts where it is more than came. */
const COUNTS = names('count recordsfiltered filtered found');
const NEXT = names(`nextpageurl next nextpage nextpagetoken pagetoken nextcursor nexttoken nextlink hasmore
  hasnext hasnextpage more morerecords`);
const LAST_PAGES = names('lastpage totalpages pagecount pages pagestotal numpages');
const PAGES = names('currentpage page pagenumber pageno pageindex');
const SIZES = names('perpage pagesize resultsize size limit itemsperpage');
const OTHERS = names(`from to offset skip path firstpageurl lastpageurl prevpageurl previous prev prevpage first last
  links paging pagination meta pageinfo draw self hash sort order`);
/** What stands beside a list and is neither it nor about pages. */
const ENVELOPE = names('status success message error errors code cardname timestamp version time ok');
/** Objects that hold the fields above. */
const HOLDERS = names('meta paging pagination pageinfo page links');

export const isPagingField = (name: string): boolean => {
  const simple = plain(name);
  return [TOTALS, COUNTS, NEXT, LAST_PAGES, PAGES, SIZES, OTHERS, ENVELOPE].some((set) => set.has(simple));
};

const MOST_ROWS = 1e12;

/** Digits, or groups of three with commas between. */
const WHOLE = /^(?:\d{1,12}|\d{1,3}(?:,\d{3}){1,3})$/;

function wholeOf(value: unknown): number | null {
  const isText = typeof value === 'string' && WHOLE.test(value.trim());
  const number = isText ? Number(value.replaceAll(',', '')) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= MOST_ROWS ? number : null;
}

/** `true`, an address, a token or an object with one; a page's number only where it is beyond the current one. */
function namesNext(value: unknown, page: number | null): boolean {
  const number = wholeOf(value);
  if (number !== null && typeof value !== 'boolean') return page !== null ? number > page : number > 0;
  if (isRecord(value)) return Object.values(value).some((part) => typeof part === 'string' && part !== '');
  return value === true || (typeof value === 'string' && value.trim() !== '' && value !== 'false');
}

/** Holders within holders, as in `meta.pagination`, but no endless chain of them. */
const MOST_HOLDERS = 3;

function fieldsOf(around: Readonly<Record<string, unknown>>, depth = 0): [string, unknown][] {
  return Object.entries(around).flatMap(([name, value]): [string, unknown][] =>
    depth < MOST_HOLDERS && HOLDERS.has(plain(name)) && isRecord(value)
      ? fieldsOf(value, depth + 1)
      : [[plain(name), value]],
  );
}

/**
 * Reads what stands beside a list.
 * @param rowCount the rows that came
 */
export function readPaging(around: Readonly<Record<string, unknown>>, rowCount: number): Paging {
  const fields = fieldsOf(around);
  const first = (set: ReadonlySet<string>): number | null => {
    for (const [name, value] of fields) {
      const number = set.has(name) ? wholeOf(value) : null;
      if (number !== null) return number;
    }
    return null;
  };
  const page = first(PAGES);
  const lastPage = first(LAST_PAGES);
  const count = first(COUNTS);
  const isPaged =
    [page, lastPage, first(SIZES)].some((number) => number !== null) || fields.some(([name]) => NEXT.has(name));
  const total = first(TOTALS) ?? (count !== null && count > rowCount ? count : null);
  const hasNext =
    fields.some(([name, value]) => NEXT.has(name) && namesNext(value, page)) ||
    (lastPage !== null && lastPage > Math.max(1, page ?? 1));
  return { total: total !== null && total >= rowCount ? total : null, hasNext, isPaged };
}

const plainNames = (row: unknown): readonly string[] => (isRecord(row) ? Object.keys(row).map(plain) : []);
const ID = /ids?$/i;

const isNumber = (value: unknown): boolean =>
  typeof value === 'number' || (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)));

/** Whether some rows have amounts, which a total beside them may be about. */
const haveAmounts = (rows: readonly unknown[]): boolean =>
  rows.some((row) =>
    isRecord(row) ? Object.entries(row).some(([name, value]) => !ID.test(name) && isNumber(value)) : isNumber(row),
  );

/** Whether a record is one session. */
export const isSession = (row: unknown): boolean => {
  const fields = new Set(plainNames(row));
  return fields.has('createddate') && ['sessionkey', 'takendate', 'status'].some((name) => fields.has(name));
};

/**
 * Whether a total beside a list without pages is a number of rows. Beside amounts it may be what they add up to, or less:
 * of 45 sessions with a tag some have two.
 */
export const isCountOfRows = (total: number, rows: readonly unknown[]): boolean =>
  total === rows.length || isSession(rows[0]) || !haveAmounts(rows);

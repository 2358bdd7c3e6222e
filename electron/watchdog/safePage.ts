import type { Snapshot } from '../../common/snapshot.ts';
import { APP_HOST, APP_SCHEME } from '../origin.ts';
import { WINDOW_BACKGROUND } from '../window.ts';
import { wordsOf, type Words } from '../words.ts';
import type { Stopped } from './pageGuard.ts';

/** Paths of the page that says that there are no figures, and of its style. */
export const SAFE_PAGE = '/stopped.html';
export const SAFE_STYLE = '/stopped.css';

/** The latest time that a JavaScript date can hold. */
const MAX_TIME_MS = 8.64e15;

/** The address of the safe page of a window that showed the given board; null when it showed the first. */
export function safeAddress({ sinceMs, nextMs }: Stopped, board: string | null): string {
  const query = new URLSearchParams({ since: String(sinceMs), next: String(nextMs), board: board ?? '' });
  return `${APP_SCHEME}://${APP_HOST}${SAFE_PAGE}?${query}`;
}

/** What the address asks to be told; null when it asks for nothing that can be told. */
export function stoppedOf(query: URLSearchParams): (Stopped & { readonly board: string }) | null {
  const time = (name: string): number => {
    const text = query.get(name) ?? '';
    return /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  };
  const [sinceMs, nextMs] = [time('since'), time('next')];
  return sinceMs <= MAX_TIME_MS && nextMs <= MAX_TIME_MS ? { sinceMs, nextMs, board: query.get('board') ?? '' } : null;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (mark) => ESCAPES[mark] ?? '');

export interface SafePageContext {
  readonly appName: string;
  readonly locale: string;
  /** Of the board that the window showed, such as `+03:00`. */
  readonly timeZone: string;
  readonly words: Pick<Words, 'direction' | 'stopped'>;
}

/** A page that any renderer can show: no script, no font, no picture, and no figure that could be taken for a live one. */
export function safePageHtml({ sinceMs, nextMs }: Stopped, context: SafePageContext): string {
  const { appName, locale, timeZone, words } = context;
  const { direction, stopped } = words;
  const format = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });
  const time = (ms: number): string => `<time>${escaped(format.format(ms))}</time>`;
  const line = (text: string, ms: number): string =>
    // The words are ours; only their place for the time is filled in.
    escaped(text).replace('{time}', () => time(ms));
  return `<!doctype html>
<html lang="${escaped(locale)}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark">
<title>${escaped(appName)}</title>
<link rel="stylesheet" href="${SAFE_STYLE.slice(1)}">
</head>
<body>
<main data-view="stopped">
<p class="app">${escaped(appName)}</p>
<h1>${escaped(stopped.title)}</h1>
<p class="since">${line(stopped.since, sinceMs)}</p>
<p class="next">${line(stopped.next, nextMs)}</p>
</main>
</body>
</html>
`;
}

/** The colours are those of the dark theme (renderer/styles/tokens.css). */
export const SAFE_PAGE_CSS = `html, body { block-size: 100%; margin: 0; }
body {
  background: ${WINDOW_BACKGROUND};
  color: #e9eef5;
  font-family: system-ui, sans-serif;
  line-height: 1.25;
}
main {
  box-sizing: border-box;
  display: grid;
  min-block-size: 100%;
  padding: 5vh 5vw;
  align-content: center;
  justify-items: center;
  text-align: center;
  border-block-start: 2vh solid #f4b740;
}
p, h1 { margin: 0; }
.app { color: #9fb0c3; font-size: clamp(16px, 3.2vmin, 80px); }
h1 { margin-block: 0.45em; color: #f4b740; font-size: clamp(26px, 8.4vmin, 220px); font-weight: 650; text-wrap: balance; }
.since, .next { font-size: clamp(20px, 5.2vmin, 140px); }
.next { margin-block-start: 0.35em; color: #9fb0c3; }
time { font-variant-numeric: tabular-nums; unicode-bidi: isolate; }
`;

/** The safe page and its style, to be made when a window needs them. */
export const safePages = (
  appName: string,
  snapshot: () => Pick<Snapshot, 'locale' | 'boards'>,
): Readonly<Record<string, (query: URLSearchParams) => string | null>> => ({
  [SAFE_PAGE](query) {
    const stopped = stoppedOf(query);
    if (stopped === null) return null;
    const { locale, boards } = snapshot();
    const board = boards.find(({ id }) => id === stopped.board) ?? boards[0];
    const timeZone = board?.query.timezone ?? 'UTC';
    try {
      return safePageHtml(stopped, { appName, locale, timeZone, words: wordsOf(locale) });
    } catch {
      // A language or an offset that this runtime does not know is no reason to say nothing.
      return safePageHtml(stopped, { appName, locale: 'en', timeZone: 'UTC', words: wordsOf('en') });
    }
  },
  [SAFE_STYLE]: () => SAFE_PAGE_CSS,
});

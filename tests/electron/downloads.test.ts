import { EventEmitter } from 'node:events';
import type { SaveDialogOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import type { Access } from '../../common/access.ts';
import { guardDownloads } from '../../electron/downloads.ts';
import { wordsOf } from '../../electron/words.ts';

const OWN_BLOB = 'blob:app://wallboard/3f0c';

function download({
  url = OWN_BLOB,
  name = 'sessions.csv',
  access = 'control',
  state = null,
  isGone = false,
}: {
  url?: string;
  name?: string;
  access?: Access | null | 'noPage';
  /** How the download ends. */
  state?: string | null;
  isGone?: boolean;
}) {
  const session = new EventEmitter();
  let prevented = false;
  let offered: SaveDialogOptions | null = null;
  const sent: unknown[] = [];
  const page = { isDestroyed: () => isGone, send: (...message: unknown[]) => sent.push(message) };
  const item = Object.assign(new EventEmitter(), {
    getURL: () => url,
    getFilename: () => name,
    setSaveDialogOptions: (options: SaveDialogOptions) => (offered = options),
  });
  guardDownloads(session, {
    accessOf: (sender) => (sender === page && access !== 'noPage' ? access : null),
    folder: () => '/home/user/Downloads',
    words: () => wordsOf('en'),
  });
  session.emit(
    'will-download',
    { preventDefault: () => (prevented = true) },
    item,
    access === 'noPage' ? undefined : page,
  );
  if (state !== null) item.emit('done', {}, state);
  return { prevented, offered: offered as SaveDialogOptions | null, sent };
}

describe('saving a file', () => {
  it.each([
    ['sessions.csv', 'csv'],
    ['sessions.tsv', 'tsv'],
    ['sessions.xlsx', 'xlsx'],
    ['settings.JSON', 'json'],
  ])('is offered in the downloads folder with its ending: %s', (name, ending) => {
    const { prevented, offered } = download({ name });
    expect(prevented).toBe(false);
    expect(offered).toMatchObject({ defaultPath: `/home/user/Downloads/${name}`, filters: [{ extensions: [ending] }] });
  });

  it.each([
    ['completed', true],
    ['cancelled', false],
    ['interrupted', false],
  ])('tells its page what became of it: %s', (state, saved) => {
    expect(download({ state }).sent).toEqual([['wallboard:saved', { address: OWN_BLOB, saved }]]);
    expect(download({ state, isGone: true }).sent).toEqual([]);
  });

  it.each<Access | null | 'noPage'>(['kiosk', 'wall', null, 'noPage'])(
    'is refused without a dialog for access %s',
    (access) => {
      expect(download({ access, state: 'cancelled' })).toEqual({ prevented: true, offered: null, sent: [] });
    },
  );

  it.each([
    'app://wallboard/index.html',
    'https://elsewhere.example/file.csv',
    'data:text/csv,a',
    'blob:https://wallboard/3f0c',
    'blob:app://elsewhere/3f0c',
    'blob:null/3f0c',
    'file:///etc/passwd',
    '',
  ])('is refused for what the page did not make: %s', (url) => {
    expect(download({ url, state: 'cancelled' })).toEqual({ prevented: true, offered: null, sent: [] });
  });
});

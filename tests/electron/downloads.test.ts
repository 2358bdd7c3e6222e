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
}: {
  url?: string;
  name?: string;
  access?: Access | null | 'noPage';
}) {
  const session = new EventEmitter();
  let prevented = false;
  let offered: SaveDialogOptions | null = null;
  const page = {};
  guardDownloads(session, {
    accessOf: (sender) => (sender === page && access !== 'noPage' ? access : null),
    folder: () => '/home/user/Downloads',
    words: () => wordsOf('en'),
  });
  session.emit(
    'will-download',
    { preventDefault: () => (prevented = true) },
    {
      getURL: () => url,
      getFilename: () => name,
      setSaveDialogOptions: (options: SaveDialogOptions) => (offered = options),
    },
    access === 'noPage' ? undefined : page,
  );
  return { prevented, offered: offered as SaveDialogOptions | null };
}

describe('saving a file', () => {
  it.each([
    ['sessions.csv', 'csv'],
    ['settings.JSON', 'json'],
  ])('is offered in the downloads folder with its ending: %s', (name, ending) => {
    const { prevented, offered } = download({ name });
    expect(prevented).toBe(false);
    expect(offered).toMatchObject({ defaultPath: `/home/user/Downloads/${name}`, filters: [{ extensions: [ending] }] });
  });

  it.each<Access | null | 'noPage'>(['kiosk', 'wall', null, 'noPage'])(
    'is refused without a dialog for access %s',
    (access) => {
      expect(download({ access })).toEqual({ prevented: true, offered: null });
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
    expect(download({ url })).toEqual({ prevented: true, offered: null });
  });
});

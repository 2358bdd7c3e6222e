import { expect, test } from 'vitest';
import type { About } from '../../common/about.ts';
import { DEFAULT_QUERY } from '../../common/query.ts';
import { diagnosticsText } from '../../core/diagnostics.ts';
import { board, snapshot } from '../renderer/snapshots.ts';

const about: About = {
  app: { name: 'Experia Wallboard', version: '1.2.3' },
  shell: 'desktop',
  versions: { electron: '45.0.0' },
  displays: [{ id: 'TV of Samira 1920x1080', label: 'TV of Samira', width: 1920, height: 1080, primary: true }],
  canOpenAtLogin: true,
  update: { kind: 'failed', reason: 'unsigned' },
  logFolder: '/home/samira/.local/share/experia-wallboard/logs',
};

test('the support text tells states and versions, and names nobody: no paths, titles, filters or displays', () => {
  const mine = board({
    title: 'Samira and team',
    query: { ...DEFAULT_QUERY, email: 'samira@example.com' },
    screen: {
      light: 'dark',
      brightness: 0,
      changesInMs: 60_000,
      next: { light: 'light', brightness: 100, forMs: null },
      resting: true,
    },
  });
  const text = diagnosticsText(about, snapshot({ site: 'Samira Ltd', boards: [mine] }));
  expect(text).not.toMatch(/samira/i);
  expect(JSON.parse(text)).toMatchObject({
    update: { kind: 'failed', reason: 'unsigned' },
    logs: true,
    pinSet: false,
    displays: [{ width: 1920, height: 1080, primary: true }],
    boards: [{ agentFilter: true, screen: { light: 'dark', resting: true } }],
  });
});

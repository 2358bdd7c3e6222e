import type { Board } from '../../../common/settings.ts';
import { isolated } from '../../drilldown/isolated.ts';
import type { Translate } from '../../i18n.ts';

const PLACES = [
  'site',
  'locale',
  'theme',
  'mode',
  'personalData',
  'apiUrl',
  'pixelShift',
  'names',
  'boards',
  'desktop',
] as const;
const DESKTOP = ['kiosk', 'openAtLogin', 'updates', 'walls'] as const;
/** Where in a board, by the first name of the path inside it. */
const IN_BOARD = ['id', 'title', 'tiles', 'slaTargets', 'hours'] as const;
const IN_QUERY = ['filter', 'timezone', 'channels', 'groupsID', 'email', 'sla', 'for', 'shiftIDs'] as const;

const oneOf = <T extends string>(names: readonly T[], name: string | undefined): T | undefined =>
  names.find((known) => known === name);

/** A board without a usable id is named by its place in the file, counted from 0. */
function nameOf(t: Translate, id: string, boards: readonly Board[]): string {
  const known = boards.find((board) => board.id === id);
  if (!known && /^\d+$/.test(id)) return t('desk.file.place.numbered', { n: String(Number(id) + 1) });
  return t('desk.file.place.named', { name: isolated(known && known.title !== '' ? known.title : id) });
}

function inBoard(t: Translate, [id = '', ...inside]: readonly string[], boards: readonly Board[]): string {
  const board = nameOf(t, id, boards);
  const [first, second] = inside;
  const query = first === 'query' ? oneOf(IN_QUERY, second) : undefined;
  if (query) return t(`desk.file.place.query.${query}`, { board });
  const part = oneOf(IN_BOARD, first);
  return part ? t(`desk.file.place.board.${part}`, { board }) : t('desk.file.place.board.all', { board });
}

/** A place in the settings, such as `boards.sales.tiles.0.metric`, in words; the place as it is where there are none. */
export function placeWords(t: Translate, place: string, boards: readonly Board[]): string {
  const [first, ...rest] = place.split('.');
  if (first === 'boards' && rest.length > 0) return inBoard(t, rest, boards);
  const desktop = first === 'desktop' ? oneOf(DESKTOP, rest[0]) : undefined;
  if (desktop) return t(`desk.file.place.desktop.${desktop}`);
  const known = oneOf(PLACES, first);
  return known ? t(`desk.file.place.${known === 'desktop' ? 'desktop.all' : known}`) : place;
}

import type { Translate } from '../../i18n.ts';

/** What a board is called in lists: its title, else its id. */
export const boardName = (t: Translate, { id, title }: { readonly id: string; readonly title: string }): string =>
  title === '' ? t('desk.boards.untitled', { id }) : title;

import { createFormats as createFormatsOf, type Formats } from '../../common/formats.ts';
import type { Translate } from '../i18n.ts';

export type { Formats, ValuePart } from '../../common/formats.ts';

/** Numbers and durations in one locale and its words. */
export const createFormats = (locale: string, t: Translate): Formats =>
  createFormatsOf(locale, {
    unit: (name) => t(`unit.${name}`),
    inUnit: (name, n) => t(`span.${name}`, { n }),
    percent: (n) => t('value.percent', { n }),
  });

import type { Unit } from '../../../common/metrics.ts';
import { SAYS_ITSELF, type Says } from '../../../common/rounding.ts';
import { useWords } from '../../composables/useWords.ts';

export interface AmountWords {
  /** A limit as running text in its unit, to its last digit: `1 min 30 s`, `85 %`, `+20`. */
  limit(value: number, unit: Unit): string;
  /** A value as the wall writes it: `1m 30s`, `84.6 %`, `+20`. */
  value(value: number, unit: Unit, says: Says): string;
}

export function useAmountWords(): AmountWords {
  const { formats } = useWords();
  const written = (value: number, unit: Unit, says: Says): string => {
    if (unit === 'percent') return formats.value.percent(value, says);
    return unit === 'points' ? formats.value.points(value, says) : formats.value.decimal(value, says);
  };
  return {
    limit: (value, unit) => (unit === 'duration' ? formats.value.span(value) : written(value, unit, SAYS_ITSELF)),
    value: (value, unit, says) =>
      unit === 'duration' ? formats.value.durationText(value, says) : written(value, unit, says),
  };
}

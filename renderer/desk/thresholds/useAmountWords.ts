import type { Unit } from '../../../common/metrics.ts';
import { useWords } from '../../composables/useWords.ts';

/** A limit or a value as running text in its unit: `1 min 30 s`, `85 %`, `+20`. */
export function useAmountWords(): (value: number, unit: Unit) => string {
  const { formats } = useWords();
  return (value, unit) => {
    switch (unit) {
      case 'duration':
        return formats.value.span(Math.round(value));
      case 'percent':
        return formats.value.percent(value);
      case 'points':
        return formats.value.points(value);
      default:
        return formats.value.decimal(value);
    }
  };
}

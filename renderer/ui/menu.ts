import type { IconName } from './icons/paths.ts';

export interface MenuItem<T extends string = string> {
  readonly id: T;
  readonly label: string;
  readonly icon?: IconName | undefined;
  /** The key that does the same, as it is written on a keyboard. */
  readonly keys?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly danger?: boolean | undefined;
}

/** What every field may say besides its value. */
export interface FieldProps {
  readonly label: string;
  /** The label is spoken, not shown: for fields whose meaning is plain from where they stand. */
  readonly labelHidden?: boolean | undefined;
  readonly hint?: string | undefined;
  /** What is wrong with the value, in one sentence; absent or null when nothing is. */
  readonly error?: string | null | undefined;
  readonly disabled?: boolean | undefined;
}

export interface Option<T extends string = string> {
  readonly value: T;
  readonly label: string;
  readonly disabled?: boolean | undefined;
}

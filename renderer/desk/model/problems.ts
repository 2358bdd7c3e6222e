import type { z } from 'zod';

/** What is wrong with a value of the settings, by its path in them, such as `boards.0.query.email`. */
export interface FieldProblem {
  readonly path: string;
  readonly kind: ProblemKind;
}

/** A closed set with words of its own in `desk.problem`. */
export const PROBLEM_KINDS = [
  'tooLong',
  'tooLow',
  'tooHigh',
  'tooMany',
  'tooFew',
  'period',
  'timezone',
  'apiUrl',
  'heroes',
  'twice',
  'id',
  'other',
] as const;
export type ProblemKind = (typeof PROBLEM_KINDS)[number];

const BY_FIELD: Readonly<Record<string, ProblemKind>> = {
  filter: 'period',
  timezone: 'timezone',
  apiUrl: 'apiUrl',
  boards: 'twice',
  walls: 'twice',
};

function kindOf(issue: z.core.$ZodIssue): ProblemKind {
  const field = issue.path.findLast((part) => typeof part === 'string') ?? '';
  if (issue.code === 'too_big') {
    if (issue.origin === 'string') return 'tooLong';
    return issue.origin === 'array' ? 'tooMany' : 'tooHigh';
  }
  if (issue.code === 'too_small') return issue.origin === 'array' ? 'tooFew' : 'tooLow';
  if (issue.code === 'invalid_union') return 'id';
  if (issue.code !== 'custom') return 'other';
  if (field === 'tiles') return issue.message.includes('hero') ? 'heroes' : 'twice';
  return BY_FIELD[field] ?? 'other';
}

/** The problems of a failed check, one a field. */
export function problemsOf(error: z.ZodError): readonly FieldProblem[] {
  const found = new Map<string, FieldProblem>();
  for (const issue of error.issues) {
    const path = issue.path.join('.');
    if (!found.has(path)) found.set(path, { path, kind: kindOf(issue) });
  }
  return [...found.values()];
}

import { idKindOfField, nameOfId, type IdNames } from '../../../common/idNames.ts';
import type { Json } from './flatten.ts';
import type { RawColumn } from './rawRows.ts';

/** Two ids of one name stay two values. */
function labelsOf(names: IdNames[keyof IdNames]): ReadonlyMap<string, string> {
  const shared = new Set(names.map(({ name }) => name).filter((name, at, all) => all.indexOf(name) !== at));
  return new Map(names.map(({ id, name }) => [id, shared.has(name) ? `${name} (${id})` : name]));
}

/** A column of ids with the names that the owner gave them; null when it holds no ids, or none that has a name. */
export function withIdNames(column: RawColumn, names: IdNames | undefined): RawColumn | null {
  const kind = idKindOfField(column.id);
  if (!names || kind === null || names[kind].length === 0) return null;
  const isId = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';
  const isNamed = (value: Json): boolean =>
    Array.isArray(value) ? value.some(isNamed) : isId(value) && nameOfId(names, kind, value) !== null;
  if (!column.values.some(isNamed)) return null;
  const labels = labelsOf(names[kind]);
  const named = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(named);
    return isId(value) ? (labels.get(String(value)) ?? value) : value;
  };
  return { ...column, values: column.values.map(named) };
}

import { parseJson } from './experia/json.ts';

/**
 * Parses the text of a file in the data folder, which anything may have damaged: nesting is bounded as in a reply.
 * @throws when it is not JSON, or is nested beyond reason
 */
export function parseStored(text: string): unknown {
  const parsed = parseJson(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

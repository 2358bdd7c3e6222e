const ID_WORDS: ReadonlySet<string> = new Set(
  'id ids key code uuid guid ref reference phone mobile msisdn number username user name email zip postcode year'.split(
    ' ',
  ),
);
/** "Number" alone is a number; "phone number" and "account number" are names of something. */
const ID_ONLY_LAST: ReadonlySet<string> = new Set(['number']);
/** `agentEmail`, `agent_email`, `agent.email` → agent, email */
export const wordsOf = (id: string): string[] =>
  id
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d%]+/)
    .filter((word) => word !== '');

/** Whether numbers under this name only name something: grouping their digits or averaging them would mislead. */
export function namesSomething(id: string): boolean {
  const words = wordsOf(id);
  const last = words.at(-1) ?? '';
  return ID_ONLY_LAST.has(last) ? words.length > 1 : ID_WORDS.has(last);
}

/** Names that are unique by intent: a bar for each says nothing. Names and e-mail addresses do say whose it is. */
const KEY_WORDS: ReadonlySet<string> = new Set('id ids key uuid guid ref reference phone mobile msisdn'.split(' '));

/** Whether values under this name are keys, which tell things apart without telling what they are. */
export function isKey(id: string): boolean {
  const words = wordsOf(id);
  const last = words.at(-1) ?? '';
  return KEY_WORDS.has(last) || (ID_ONLY_LAST.has(last) && words.length > 1);
}

const has = (id: string, words: ReadonlySet<string>): boolean => wordsOf(id).some((word) => words.has(word));

/** A field's name without letter case and marks, as the API's several spellings have it in common: `createddate`. */
export const plainName = (id: string): string => id.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const CLIENT_WORDS: ReadonlySet<string> = new Set(
  'username client clients customer contact caller guest visitor patient phone mobile msisdn telephone'.split(' '),
);
/** Whether a column says which client a row is about: a bar for each of them says nothing. */
export const namesClient = (id: string): boolean => has(id, CLIENT_WORDS);

const RATING_WORDS: ReadonlySet<string> = new Set(
  'rating ratings score scores csat nps fcr star stars satisfaction mark marks grade answer resolved solved priority level'.split(
    ' ',
  ),
);
/** Whether small numbers under this name are codes, such as a rating from 1 to 5, and no amounts. */
export const namesRating = (id: string): boolean => has(id, RATING_WORDS);

const DURATION_WORDS: ReadonlySet<string> = new Set(
  'duration wait waits waited waiting service response handle handling talk hold online elapsed'.split(' '),
);
/** Whether `1:30` under this name is how long something took, and no time of day. */
export const namesDuration = (id: string): boolean => has(id, DURATION_WORDS);

const NOT_ADDED: ReadonlySet<string> = new Set(
  'average avg mean median longest shortest max maximum min minimum nps csat fcr'.split(' '),
);
/** Whether values under this name add up: averages, extremes and scores do not, whatever their kind. */
export const namesTotal = (id: string): boolean => !has(id, NOT_ADDED);

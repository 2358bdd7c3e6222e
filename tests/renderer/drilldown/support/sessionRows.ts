/** 14:00:00 on 23 November 2026 in the default board's timezone (+03:00). */
export const OPENED_AT = Date.UTC(2026, 10, 23, 11);

const SECOND = 1000;
const iso = (atMs: number): string => new Date(atMs).toISOString();

/** One session a minute: every fifth waited for 200 s and the others for 20 s; service takes 30 s. */
export const sessionRows = (count: number): readonly Readonly<Record<string, string | number>>[] =>
  Array.from({ length: count }, (_, index) => {
    const created = OPENED_AT + index * 60 * SECOND;
    const taken = created + (index % 5 === 0 ? 200 : 20) * SECOND;
    return {
      session_key: `key${index}`,
      client_id: 10_000 + index,
      username: `•••${index}`,
      created_date: iso(created),
      taken_date: iso(taken),
      ended_date: iso(taken + 30 * SECOND),
      status: 'CLOSED',
      type: index % 2 === 0 ? 'whatsapp' : 'webchat',
      agent_email: `a•••@•••#${index % 3}`,
    };
  });

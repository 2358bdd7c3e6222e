/** The fields of the rows with the headings our own table gives them. */
export const FIELDS = [
  ['session_key', 'Session'],
  ['client_id', 'Client ID'],
  ['username', 'User name'],
  ['created_date', 'Created'],
  ['taken_date', 'Taken'],
  ['ended_date', 'Ended'],
  ['status', 'Status'],
  ['type', 'Channel'],
  ['agent_email', 'Agent e-mail'],
  ['waiting_time', 'Waiting time'],
  ['within_sla', 'Within SLA'],
] as const;

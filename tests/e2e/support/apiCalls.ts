import type { CommandName } from '../../../common/channels.ts';
import type { CommandInput, CommandResult } from '../../../common/contract.ts';
import type { Spawned } from '../../server/support/spawned.ts';

/** What came back, as it came over the wire. */
export interface WireReply<N extends CommandName> {
  readonly status: number;
  readonly text: string;
  readonly result: CommandResult<N>;
}

export interface ApiClient {
  call<N extends CommandName>(name: N, input?: CommandInput<N>): Promise<WireReply<N>>;
}

/** Speaks to a running browser shell as a screen does: as a wall, or with the session of a control link. */
export async function apiClient(server: Spawned, role: 'wall' | 'control'): Promise<ApiClient> {
  const headers = { 'Content-Type': 'application/json', 'X-Wallboard': '1', Origin: server.origin };
  const post = (path: string, body: unknown, cookie = ''): Promise<Response> =>
    fetch(`${server.url}${path}`, { method: 'POST', headers: { ...headers, cookie }, body: JSON.stringify(body) });
  const session = role === 'control' ? await post('session', { token: server.token }) : null;
  const cookie = session?.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return {
    async call(name, input) {
      const reply = await post(`api/${name}`, input === undefined ? {} : { input }, cookie);
      const text = await reply.text();
      return { status: reply.status, text, result: JSON.parse(text) };
    },
  };
}

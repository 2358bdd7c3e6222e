import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** As far as a request's origin is concerned. */
export interface ArrivedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

export interface ClientAddresses {
  /** The address a request counts for: the viewer's own as the proxy tells it, else the connection's. */
  of(request: ArrivedRequest): string;
  /** Whether connections from an address carry the requests of many viewers. */
  isProxy(address: string): boolean;
}

/**
 * Tells viewers apart behind a proxy. `X-Forwarded-For` and `Forwarded` are believed from the given addresses only: anybody
 * else could write into them what they like.
 * @param proxies addresses or networks; none when there is no proxy
 */
export function clientAddresses(proxies: readonly string[]): ClientAddresses {
  const trusted = new BlockList();
  for (const proxy of proxies) {
    const [address = '', bits] = proxy.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, Number(bits), family);
  }
  const isProxy = (address: string): boolean =>
    isIP(address) > 0 && trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

  /** From the nearest hop outwards: the first that is no proxy of ours. What is beyond it was written by others. */
  function outermost(hops: readonly string[], nearest: string): string {
    let known = nearest;
    for (const hop of hops.toReversed()) {
      const address = addressOf(hop);
      if (address === null) return known;
      known = address;
      if (!isProxy(address)) return known;
    }
    return known;
  }

  return {
    isProxy: (address) => isProxy(plain(address)),
    of({ headers, socket }) {
      const nearest = plain(socket.remoteAddress ?? '');
      if (!isProxy(nearest)) return nearest;
      const told = [xForwardedFor(headers), forwarded(headers)].flatMap((hops) =>
        hops === null ? [] : [outermost(hops, nearest)],
      );
      // A proxy that writes one of the two passes the other on as it came: where they differ, one of them is made up.
      const [address = nearest, other = address] = told;
      return address === other ? address : nearest;
    },
  };
}

/** IPv4 in the form of IPv6, as sockets that listen to both have it, is plain IPv4. */
const plain = (address: string): string => address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '');

function xForwardedFor(headers: IncomingHttpHeaders): string[] | null {
  const value = headers['x-forwarded-for'];
  return value === undefined ? null : String(value).split(',');
}

/** The addresses of RFC 7239; a hop without one is an empty text. */
function forwarded(headers: IncomingHttpHeaders): string[] | null {
  const { forwarded: value } = headers;
  if (value === undefined) return null;
  return value
    .split(',')
    .map((hop) => /(?:^|;)\s*for=(?:"([^"]*)"|([^;\s]*))\s*(?:;|$)/i.exec(hop))
    .map((match) => match?.[1] ?? match?.[2] ?? '');
}

/** An address without its port and brackets; null for anything else. */
function addressOf(hop: string): string | null {
  const text = hop.trim();
  const inBrackets = /^\[([0-9a-f:.]+)\](?::\d{1,5})?$/i.exec(text)?.[1];
  const address = plain(inBrackets ?? text.replace(/^([\d.]+):\d{1,5}$/, '$1'));
  return isIP(address) > 0 && !address.includes('%') ? address : null;
}

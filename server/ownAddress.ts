import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';

/** Reserved for documentation: nothing is sent there, but the system says by which interface it would be. */
const ELSEWHERE = '192.0.2.1';
const ANY_PORT = 9;
/** Networks of containers, virtual machines and tunnels, which no TV is on. */
const VIRTUAL =
  /^(docker|br-|veth|virbr|vmnet|vboxnet|vEthernet|lxc|lxd|podman|cni|flannel|tun|tap|utun|wg|ppp|tailscale|zt)/i;
const LINK_LOCAL = /^(169\.254\.|fe80:)/i;

type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

/**
 * The address at which other machines most likely reach this one: on a real network rather than a virtual one, and there the
 * one that this machine's own traffic comes from.
 * @returns null when the machine is on no network
 */
export async function ownAddress(
  interfaces: Interfaces = networkInterfaces(),
  sendingAddress: () => Promise<string | null> = routedAddress,
): Promise<string | null> {
  const sending = await sendingAddress();
  const candidates = Object.entries(interfaces).flatMap(([name, addresses = []]) =>
    addresses
      .filter(({ internal, address }) => !internal && !LINK_LOCAL.test(address))
      .map(({ address, family }) => ({
        address,
        rank: [family === 'IPv4', !VIRTUAL.test(name), address === sending].map(Number),
      })),
  );
  const weight = ([isIPv4 = 0, isReal = 0, isSending = 0]: readonly number[]): number =>
    isIPv4 * 4 + isReal * 2 + isSending;
  candidates.sort((one, another) => weight(another.rank) - weight(one.rank));
  return candidates[0]?.address ?? null;
}

/** Connecting a datagram socket sends nothing. */
async function routedAddress(): Promise<string | null> {
  const socket = createSocket('udp4');
  try {
    socket.connect(ANY_PORT, ELSEWHERE);
    await once(socket, 'connect');
    return socket.address().address;
  } catch {
    // There is no way there: the machine's network ends with itself.
    return null;
  } finally {
    socket.close();
  }
}

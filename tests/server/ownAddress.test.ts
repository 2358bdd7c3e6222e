import { describe, expect, it } from 'vitest';
import { reachableUrl } from '../../server/links.ts';
import { ownAddress } from '../../server/ownAddress.ts';

const entry = (address: string, internal = false) => ({
  address,
  internal,
  netmask: '',
  mac: '',
  cidr: null,
  ...(address.includes(':') ? { family: 'IPv6' as const, scopeid: 0 } : { family: 'IPv4' as const }),
});
const nowhere = (): Promise<null> => Promise.resolve(null);
const LO = { lo: [entry('127.0.0.1', true), entry('::1', true)] };

describe('the address that other machines reach this one at', () => {
  it('is that of the interface its own traffic leaves by', async () => {
    const interfaces = { ...LO, eth0: [entry('192.168.1.20')], wlan0: [entry('10.0.0.5')] };
    expect(await ownAddress(interfaces, () => Promise.resolve('10.0.0.5'))).toBe('10.0.0.5');
    expect(await ownAddress(interfaces, nowhere)).toBe('192.168.1.20');
  });

  it.each(['docker0', 'br-3f2a', 'virbr0', 'tun0', 'utun3', 'wg0', 'vEthernet (WSL)'])(
    'is not that of %s, which no TV is on, even where traffic leaves by it',
    async (name) => {
      const interfaces = { ...LO, [name]: [entry('172.17.0.1')], eth0: [entry('192.168.1.20')] };
      expect(await ownAddress(interfaces, () => Promise.resolve('172.17.0.1'))).toBe('192.168.1.20');
    },
  );

  it('is a virtual one where there is nothing else, as in a container', async () => {
    expect(await ownAddress({ ...LO, tun0: [entry('10.8.0.2')] }, nowhere)).toBe('10.8.0.2');
  });

  it('is an IPv6 address where there is no other, but none that counts on its own link only', async () => {
    const eth0 = [entry('fe80::1'), entry('2001:db8::7')];
    expect(await ownAddress({ ...LO, eth0 }, nowhere)).toBe('2001:db8::7');
    expect(await ownAddress({ ...LO, eth0: [...eth0, entry('169.254.7.7'), entry('10.0.0.5')] }, nowhere)).toBe(
      '10.0.0.5',
    );
  });

  it('is none on a machine without a network', async () => {
    expect(await ownAddress(LO, nowhere)).toBeNull();
  });

  it('is asked of the system without sending anything, whatever the machine', async () => {
    expect(await ownAddress()).toSatisfy((address) => address === null || typeof address === 'string');
  });
});

describe('the printed address', () => {
  it.each([
    ['http://0.0.0.0:8787/', '192.168.1.20', 'http://192.168.1.20:8787/'],
    ['http://[::]:8787/', '2001:db8::7', 'http://[2001:db8::7]:8787/'],
    ['http://0.0.0.0:80/', '192.168.1.20', 'http://192.168.1.20:80/'],
    ['http://0.0.0.0:8787/', null, 'http://127.0.0.1:8787/'],
    ['http://wall.local:8787/', '192.168.1.20', 'http://wall.local:8787/'],
  ])('of %s on a machine at %s is %s', (listening, own, printed) => {
    expect(reachableUrl(listening, own)).toBe(printed);
  });
});

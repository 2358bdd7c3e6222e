import { describe, expect, it } from 'vitest';
import { parseLaunch, type Machine } from '../../core/node/launch.ts';

const LINUX: Machine = { platform: 'linux', home: '/home/ada', workingDir: '/srv' };
const server = (...argv: string[]) => parseLaunch(argv, {}, 'server', LINUX);
const problem = (outcome: { ok: boolean; error?: string }): string => {
  if (outcome.ok) throw new Error('was accepted');
  return outcome.error ?? '';
};

describe('the command line of the browser shell', () => {
  it('takes the public address and what belongs to it', () => {
    const argv = '--public-url https://wall.example/board --trusted-proxy 192.0.2.10,10.0.0.0/24 --new-control-link';
    const limits = '--max-screens 50 --max-screens-per-address=8 --max-connections 90 --max-connections-per-address 9';
    expect(server(...argv.split(' '), ...limits.split(' '))).toMatchObject({
      value: {
        publicUrl: { origin: 'https://wall.example', path: '/board/', isSecure: true },
        trustedProxies: ['192.0.2.10', '10.0.0.0/24'],
        limits: { screens: 50, screensPerAddress: 8, connections: 90, connectionsPerAddress: 9 },
        newControlLink: true,
      },
    });
    const env = { EXPERIA_PUBLIC_URL: 'https://env.example' };
    expect(parseLaunch([], env, 'server', LINUX)).toMatchObject({ value: { publicUrl: { hostName: 'env.example' } } });
    expect(parseLaunch(['--public-url=https://arg.example'], env, 'server', LINUX)).toMatchObject({
      value: { publicUrl: { hostName: 'arg.example' } },
    });
  });

  it('takes further names of the server, from an argument or from the environment', () => {
    const env = { EXPERIA_ALLOW_NAMES: 'wall_1.example' };
    expect(server('--allow-names', 'Wall-PC, 192.0.2.7:9000,[2001:db8::7]')).toMatchObject({
      value: { allowedNames: ['wall-pc', '192.0.2.7:9000', '[2001:db8::7]'] },
    });
    expect(parseLaunch([], env, 'server', LINUX)).toMatchObject({ value: { allowedNames: ['wall_1.example'] } });
    expect(parseLaunch(['--allow-names=a'], env, 'server', LINUX)).toMatchObject({ value: { allowedNames: ['a'] } });
    expect(parseLaunch([], env, 'desktop', LINUX)).toMatchObject({ value: { allowedNames: [] } });
    for (const names of ['*', 'http://wall-pc', 'wall-pc/', 'a,,b', 'a:65536', '2001:db8::7', '*.example', 'a b'])
      expect(problem(server(`--allow-names=${names}`)), names).toMatch(/^--allow-names must be a name or an address/);
    expect(problem(parseLaunch([], { EXPERIA_ALLOW_NAMES: '' }, 'server', LINUX))).toMatch(/^EXPERIA_ALLOW_NAMES must/);
  });

  it('takes the origins of pages that may show the wall in a frame', () => {
    expect(server('--frame-ancestors', 'https://Signage.example, http://192.0.2.9:8080/')).toMatchObject({
      value: { frameAncestors: ['https://signage.example', 'http://192.0.2.9:8080'] },
    });
    expect(parseLaunch([], {}, 'server', LINUX)).toMatchObject({ value: { frameAncestors: [] } });
    for (const origins of [
      '*',
      'signage.example',
      'https://a.example/path',
      'https://a.example,',
      'javascript:1',
      'https://a b',
    ])
      expect(problem(server(`--frame-ancestors=${origins}`)), origins).toMatch(/^--frame-ancestors must look like/);
  });

  it('says in one line what is wrong with them', () => {
    expect(problem(server('--public-url', 'wall.example'))).toMatch(/^--public-url must look like/);
    expect(problem(parseLaunch([], { EXPERIA_PUBLIC_URL: '' }, 'server', LINUX))).toMatch(
      /^EXPERIA_PUBLIC_URL must look/,
    );
    expect(problem(server('--trusted-proxy', '192.0.2.10'))).toMatch(/^--trusted-proxy needs --public-url/);
    for (const proxy of ['proxy.example', '192.0.2.10/33', '::1/129', '192.0.2.10/', 'fe80::1%eth0', '1.2.3.4,'])
      expect(problem(server('--public-url=https://a.example', `--trusted-proxy=${proxy}`)), proxy).toMatch(
        /^--trusted-proxy must be an IP address/,
      );
    for (const limit of ['0', '-1', '1.5', 'many', '100001'])
      expect(problem(server(`--max-screens=${limit}`)), limit).toBe(
        '--max-screens must be a whole number from 1 to 100000',
      );
  });
});

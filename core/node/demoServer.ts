import { randomBytes } from 'node:crypto';
import type { DemoServer } from '../ports.ts';
import { startSimulator } from '../simulator/server.ts';

/** The built-in simulator on a free loopback port, with a key nobody else knows, worth looking at at any hour. */
export const startDemoServer = (wallMs: () => number): Promise<DemoServer> =>
  startSimulator({ key: `demo-${randomBytes(16).toString('hex')}`, nights: 'busy', timeMs: wallMs });

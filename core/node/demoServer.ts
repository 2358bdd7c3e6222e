import { randomBytes } from 'node:crypto';
import type { DemoServer } from '../ports.ts';
import { startSimulator } from '../simulator/server.ts';

/** The built-in simulator on a free loopback port, with a key nobody else knows. */
export const startDemoServer = (): Promise<DemoServer> =>
  startSimulator({ key: `demo-${randomBytes(16).toString('hex')}` });

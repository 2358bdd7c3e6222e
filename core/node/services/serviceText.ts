import { resolve } from 'node:path';
import type { Environment } from '../environment.ts';
import { launchAgent } from './launchd.ts';
import type { Service, ServiceManager, ServiceText } from './service.ts';
import { systemdUnit } from './systemd.ts';
import { windowsTask } from './windowsTask.ts';

const WRITERS: Readonly<Record<ServiceManager, (service: Service) => ServiceText>> = {
  systemd: systemdUnit,
  launchd: launchAgent,
  windows: windowsTask,
};

/** What of the environment belongs into a service; the key itself never does. */
export function serviceEnvironment(env: Environment): Pick<Service, 'keyFile' | 'user'> {
  const { EXPERIA_API_KEY_FILE: keyFile = null, USERDOMAIN: domain, USERNAME: name } = env;
  return { keyFile: keyFile ? resolve(keyFile) : null, user: domain && name ? `${domain}\\${name}` : null };
}

/** The file that makes a system start the app at boot or login, and again after its end. */
export const serviceText = (manager: ServiceManager, service: Service): ServiceText => WRITERS[manager](service);

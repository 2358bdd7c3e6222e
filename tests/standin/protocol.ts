import { addScheme, hasScheme } from './addresses.ts';
import { isReady } from './runtime.ts';

type SchemeHandler = (request: Request) => Response | Promise<Response>;

const handlers = new Map<string, SchemeHandler>();

export const protocol = {
  registerSchemesAsPrivileged(schemes: readonly { scheme: string; privileges?: { standard?: boolean } }[]): void {
    if (isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    for (const { scheme, privileges } of schemes) if (privileges?.standard) addScheme(scheme);
  },
  handle(scheme: string, handler: SchemeHandler): void {
    if (!isReady()) throw new Error('protocol.handle can only be used after app is ready');
    if (!hasScheme(scheme)) throw new Error(`[standin] ${scheme} was not registered as a standard scheme`);
    handlers.set(scheme, handler);
  },
  isProtocolHandled: (scheme: string): boolean => handlers.has(scheme),
};

/** The handler of an address's scheme, if the app has one. */
export const handlerOf = (address: string): SchemeHandler | undefined => handlers.get(address.split(':')[0] ?? '');

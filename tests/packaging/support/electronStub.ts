/** As much of `electron` as the built updater asks for, over plain Node; everything else takes any call and does nothing. */
import { request, type RequestOptions } from 'node:http';

export const nothing: unknown = new Proxy(() => undefined, {
  get: (_, name) => (name === Symbol.toPrimitive || name === 'then' ? undefined : nothing),
  apply: () => nothing,
  construct: () => Object(nothing),
});

const { WALLBOARD_VERSION: version = '', WALLBOARD_DATA: data = '' } = process.env;
export const app = new Proxy(
  {
    isPackaged: true,
    getName: () => 'Experia Wallboard',
    getVersion: () => version,
    getPath: () => data,
    getAppPath: () => data,
    whenReady: () => Promise.resolve(),
  },
  { get: (known, name) => (Reflect.has(known, name) ? Reflect.get(known, name) : nothing) },
);
export const net = {
  request: ({ redirect: _redirect, session: _session, ...options }: RequestOptions & Record<string, unknown>) =>
    request(options),
};
export const session = { fromPartition: () => ({}), defaultSession: nothing };

import { builtinEnvironments, type Environment } from 'vitest/runtime';

/** What the core's HTTP and timers are made of, and a DOM would bring its own kind of. */
const OF_NODE = [
  'AbortController',
  'AbortSignal',
  'Blob',
  'fetch',
  'FormData',
  'Headers',
  'MessagePort',
  'ReadableStream',
  'Request',
  'Response',
  'TransformStream',
  'URL',
  'URLSearchParams',
  'WritableStream',
  'clearInterval',
  'clearTimeout',
  'performance',
  'queueMicrotask',
  'setInterval',
  'setTimeout',
] as const;

/** A DOM for the screens beside the core's own Node: a fault is caused on one side and looked at on the other. */
const environment: Environment = {
  name: 'node-with-dom',
  viteEnvironment: 'client',
  async setup(global: Record<string, unknown>, options) {
    const kept = OF_NODE.map((name) => [name, Object.getOwnPropertyDescriptor(global, name)] as const);
    const dom = await builtinEnvironments['happy-dom'].setup(global, options);
    for (const [name, descriptor] of kept) if (descriptor) Object.defineProperty(global, name, descriptor);
    return dom;
  },
};
export default environment;

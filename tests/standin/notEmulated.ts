/** Anything this stand-in does not have fails loudly, so that no test passes on an effect that never happened. */
export function notEmulated(what: string): never {
  throw new Error(`[standin] ${what} is not emulated`);
}

/** A record whose missing parts are refused by name. */
export function strict<T extends object>(name: string, parts: T): T {
  return new Proxy(parts, {
    get(target, key, receiver) {
      if (typeof key === 'symbol' || key in target || key === 'then' || key === 'toJSON')
        return Reflect.get(target, key, receiver) as unknown;
      return notEmulated(`${name}.${key}`);
    },
  });
}

/** A preventable event as Electron passes them to listeners. */
export interface StandinEvent {
  readonly defaultPrevented: boolean;
  preventDefault(): void;
}

export function preventable<T extends object>(parts: T): T & StandinEvent {
  let prevented = false;
  return Object.defineProperties(parts, {
    defaultPrevented: { get: () => prevented },
    preventDefault: { value: () => void (prevented = true) },
  }) as T & StandinEvent;
}

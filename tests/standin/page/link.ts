/**
 * The wire between a page's own world and the preload's isolated world. The two share only the DOM, so calls cross it as
 * synchronous events under a secret name; Chromium clones their detail. The text of this function runs in both worlds and
 * uses nothing from outside itself.
 */
export interface Link {
  /** Lets the other world call a function under a name. */
  provide(name: string, work: (...inputs: never[]) => unknown): void;
  /** Calls a function of the other world; functions and promises among its values become stand-ins of themselves. */
  call(name: string, inputs: readonly unknown[]): unknown;
}

type Wire =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'function' | 'promise'; readonly name: string }
  | { readonly kind: 'list'; readonly parts: readonly Wire[] }
  | { readonly kind: 'record'; readonly parts: readonly (readonly [string, Wire])[] };

type Outcome = { readonly value: Wire } | { readonly error: string };

type Message =
  | { readonly type: 'call'; readonly name: string; readonly inputs: readonly Wire[] }
  | { readonly type: 'return'; readonly outcome: Outcome }
  | { readonly type: 'settle'; readonly name: string; readonly outcome: Outcome };

export function makeLink(side: 'page' | 'preload', secret: string): Link {
  const other = side === 'page' ? 'preload' : 'page';
  // Kept now, because a hostile page may replace them later.
  const { dispatchEvent, addEventListener } = EventTarget.prototype;
  const Detail = CustomEvent;
  const page = document;
  const provided = new Map<string, (...inputs: never[]) => unknown>();
  const names = new WeakMap<object, string>();
  const pending = new Map<string, { resolve(value: unknown): void; reject(error: Error): void }>();
  let count = 0;
  let returned: Outcome | null = null;

  const emit = (message: Message): void =>
    void dispatchEvent.call(page, new Detail(secret + other, { detail: message }));
  const wordsOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
  const nextName = (): string => `${side}${(count += 1)}`;

  const wrap = (value: unknown): Wire => {
    if (typeof value === 'function') {
      const name = names.get(value) ?? nextName();
      names.set(value, name);
      provided.set(name, value as () => unknown);
      return { kind: 'function', name };
    }
    if (typeof value !== 'object' || value === null) return { kind: 'value', value };
    if (value instanceof Promise) {
      const name = nextName();
      value.then(
        (settled) => emit({ type: 'settle', name, outcome: { value: wrap(settled) } }),
        (thrown) => emit({ type: 'settle', name, outcome: { error: wordsOf(thrown) } }),
      );
      return { kind: 'promise', name };
    }
    // As Electron: a Proxy, such as a reactive object of Vue, does not cross.
    if (!Object.values(value).some((part) => typeof part === 'function')) structuredClone(value);
    if (Array.isArray(value)) return { kind: 'list', parts: value.map(wrap) };
    return { kind: 'record', parts: Object.entries(value).map(([key, part]) => [key, wrap(part)] as const) };
  };

  const unwrap = (wire: Wire): unknown => {
    switch (wire.kind) {
      case 'value':
        return wire.value;
      case 'function':
        return (...inputs: unknown[]) => call(wire.name, inputs);
      case 'promise':
        return new Promise((resolve, reject) => pending.set(wire.name, { resolve, reject }));
      case 'list':
        return wire.parts.map(unwrap);
      case 'record':
        return Object.fromEntries(wire.parts.map(([key, part]) => [key, unwrap(part)]));
    }
  };

  const call = (name: string, inputs: readonly unknown[]): unknown => {
    returned = null;
    emit({ type: 'call', name, inputs: inputs.map(wrap) });
    const outcome = returned as Outcome | null;
    returned = null;
    if (outcome === null) throw new Error('[standin] the other world does not answer');
    if ('error' in outcome) throw new Error(outcome.error);
    return unwrap(outcome.value);
  };

  const answer = (name: string, inputs: readonly Wire[]): Outcome => {
    try {
      const work = provided.get(name);
      if (!work) throw new Error(`[standin] ${name} is not provided`);
      return { value: wrap(work(...(inputs.map(unwrap) as never[]))) };
    } catch (thrown) {
      return { error: wordsOf(thrown) };
    }
  };

  addEventListener.call(page, secret + side, (event) => {
    const message = (event as CustomEvent<Message>).detail;
    if (message.type === 'return') returned = message.outcome;
    else if (message.type === 'call') emit({ type: 'return', outcome: answer(message.name, message.inputs) });
    else {
      const waiting = pending.get(message.name);
      pending.delete(message.name);
      if ('error' in message.outcome) waiting?.reject(new Error(message.outcome.error));
      else waiting?.resolve(unwrap(message.outcome.value));
    }
  });
  return { provide: (name, work) => void provided.set(name, work), call };
}

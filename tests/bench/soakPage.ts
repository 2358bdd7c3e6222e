/** What runs inside a page during the soak: nothing here may refer to anything outside its own function. */

export interface SoakWatch {
  /** Snapshots that reached the page, and the wall clock of the last one. */
  snapshots: number;
  lastSentAtMs: number;
  /** What the page is doing, to tell long tasks apart. */
  phase: string;
  /** Tasks over 50 ms by real time, for each phase. Counted only: a list would grow in the heap that is measured. */
  readonly longTasks: Record<string, { count: number; longestMs: number }>;
  /** Canvases that were drawn on and still exist, in the page or only in memory. */
  canvases(): number;
  /** Connections opened by the page so far. */
  connections: number;
}

declare global {
  interface Window {
    soak: SoakWatch;
    /** Told the wall clock of each snapshot once the page has shown it. */
    soakShown?: (sentAtMs: string) => void;
  }
}

/**
 * Installs a clock that goes with the snapshots: when one arrives, the page's time moves on to it in small steps and every
 * timer that is due on the way runs, as it would in a week of real time. Painting stays with the browser.
 */
export function installSoak(): void {
  /** The server's heartbeats come in such steps, whatever the real time between them. */
  const STEP_MS = 15_000;
  const SLEPT_STEPS = 60;
  const SHORT_MS = 50;
  const LOOK_MS = 20;
  const FIRST_ID = 1_000_000_000;
  const RealDate = Date;
  const realNow = performance.now.bind(performance);
  const realSetTimeout = window.setTimeout.bind(window);
  const realClearTimeout = window.clearTimeout.bind(window);
  const realSetInterval = window.setInterval.bind(window);
  const timers = new Map<number, { at: number; every: number | null; run: () => void }>();
  let skew = 0;
  let nextId = FIRST_ID;
  let beat = (): void => undefined;

  const runDue = (): void => {
    for (;;) {
      const now = realNow() + skew;
      let due: number | null = null;
      for (const [id, timer] of timers)
        if (timer.at <= now && (due === null || timer.at < (timers.get(due)?.at ?? 0))) due = id;
      const timer = due === null ? undefined : timers.get(due);
      if (due === null || !timer) return;
      if (timer.every === null) timers.delete(due);
      else timer.at = now + timer.every;
      timer.run();
    }
  };
  const add = (handler: TimerHandler, ms: number, args: unknown[], every: number | null): number => {
    const run = (): void => void (typeof handler === 'function' ? handler(...args) : undefined);
    nextId += 1;
    timers.set(nextId, { at: realNow() + skew + ms, every, run });
    return nextId;
  };
  const clear = (id?: number): void => {
    if (id !== undefined && !timers.delete(id)) realClearTimeout(id);
  };
  Object.assign(window, {
    setTimeout: (handler: TimerHandler, ms = 0, ...args: unknown[]) =>
      ms <= SHORT_MS ? realSetTimeout(handler, ms, ...args) : add(handler, ms, args, null),
    setInterval: (handler: TimerHandler, ms = 0, ...args: unknown[]) => add(handler, ms, args, Math.max(ms, SHORT_MS)),
    clearTimeout: clear,
    clearInterval: clear,
  });
  realSetInterval(runDue, LOOK_MS);
  performance.now = () => realNow() + skew;
  window.Date = class extends RealDate {
    constructor(...given: unknown[]) {
      if (given.length === 0) super(RealDate.now() + skew);
      else super(...(given as [number]));
    }
    static override now(): number {
      return RealDate.now() + skew;
    }
  } as DateConstructor;

  const advanceTo = (wallMs: number): void => {
    for (;;) {
      const ahead = wallMs - (RealDate.now() + skew);
      if (ahead <= 0) return;
      // A machine that slept hears nothing meanwhile, and its timers do not make up for the time.
      const slept = ahead > SLEPT_STEPS * STEP_MS;
      skew += slept ? ahead : Math.min(ahead, STEP_MS);
      if (!slept) beat();
      runDue();
    }
  };

  const drawnOn: WeakRef<HTMLCanvasElement>[] = [];
  const known = new WeakSet<HTMLCanvasElement>();
  const getContext = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...args: unknown[]) {
    if (!known.has(this)) drawnOn.push(new WeakRef(this));
    known.add(this);
    return Reflect.apply(getContext, this, args) as never;
  } as typeof getContext;

  const soak: SoakWatch = {
    snapshots: 0,
    lastSentAtMs: 0,
    phase: 'start',
    longTasks: {
      start: { count: 0, longestMs: 0 },
      wall: { count: 0, longestMs: 0 },
      'drill-down': { count: 0, longestMs: 0 },
    },
    connections: 0,
    canvases: () => drawnOn.filter((canvas) => canvas.deref() !== undefined).length,
  };
  window.soak = soak;
  new PerformanceObserver((list) => {
    const own = soak.longTasks[soak.phase];
    for (const { duration } of list.getEntries()) {
      if (!own) continue;
      own.count += 1;
      own.longestMs = Math.max(own.longestMs, duration);
    }
  }).observe({ type: 'longtask' });

  const afterFrame = new MessageChannel();
  afterFrame.port1.onmessage = () => window.soakShown?.(String(soak.lastSentAtMs));
  const RealEventSource = EventSource;
  // The page listens itself: what it hears is counted here.
  Reflect.deleteProperty(window, 'SharedWorker');
  const hear = (event: Event, listener: EventListener): void => {
    const data: unknown = 'data' in event ? event.data : '';
    const sentAtMs = Number(/"sentAtMs":(\d+)/.exec(String(data))?.[1] ?? 0);
    advanceTo(sentAtMs);
    listener(event);
    soak.snapshots += 1;
    soak.lastSentAtMs = Math.max(soak.lastSentAtMs, sentAtMs);
    requestAnimationFrame(() => afterFrame.port2.postMessage(null));
  };
  Object.assign(window, {
    EventSource: function (url: string) {
      const source = new RealEventSource(url);
      const add = source.addEventListener.bind(source);
      soak.connections += 1;
      const addHearing = (type: string, listener: EventListener): void => {
        if (type === 'heartbeat') beat = () => listener(new Event(type));
        add(type, type === 'snapshot' ? (event: Event) => hear(event, listener) : listener);
      };
      return Object.assign(source, { addEventListener: addHearing });
    },
  });
}

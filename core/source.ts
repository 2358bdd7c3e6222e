import type { CardName } from '../common/cards.ts';
import { parseApiUrl } from '../common/apiUrl.ts';
import { figuresEndAt } from '../common/boardPeriod.ts';
import { askedAt, summaryQueryKey, type Query } from '../common/query.ts';
import { API_HOURLY_LIMIT, NOMINAL_PACE_MS, type Settings } from '../common/settings.ts';
import { MINUTE_MS } from '../common/time.ts';
import { err, type Result } from '../common/result.ts';
import { createApiClock, type ApiClock } from './apiClock.ts';
import { openLedgerBook, type LedgerBook } from './budget/ledgerFile.ts';
import { createExperiaClient, type Endpoint, type ExperiaClient } from './experia/client.ts';
import type { CardContent } from './experia/card.ts';
import { failure, type CallFailure } from './experia/classify.ts';
import type { Summary } from './experia/summary.ts';
import { createRequestLoop } from './poller/requestLoop.ts';
import type { RequestLoop } from './poller/requestLoop.types.ts';
import type { DemoServer, Files, Ports } from './ports.ts';
import { hashApiKey } from './secrets/apiKey.ts';
import type { Keyring } from './secrets/keyring.ts';
import type { Event } from './state/state.ts';
import type { WallboardOptions } from './wallboard.types.ts';

/** A summary that a key test brought and that may be shown at once when that key is then kept. */
interface Tested {
  readonly keyHash: string;
  readonly url: string;
  readonly queryKey: string;
  readonly summary: Summary;
  readonly asOf: number;
  readonly endsAtMs: number | null;
}

/** Where figures come from now: the API with the key in use, the demo server, or nowhere. */
export interface Source {
  /** Opens the ledger; once, and before anything writes to the data folder: a ledger that is missing in a used one was lost. */
  open(): Promise<void>;
  /** Asks nothing of the API for so long. */
  rest(delayMs: number): void;
  /** The address that the API is asked at. */
  urlOf(settings: Settings): string;
  /** Whether figures would come from the simulator. */
  isDemo(settings: Settings): boolean;
  /** Starts anew with the settings' mode and address and the keyring's key; figures of the old source are dropped. */
  restart(settings: Settings): Promise<void>;
  /** Polls the settings' queries; restarts only when mode, address or key changed. */
  apply(settings: Settings): Promise<void>;
  /** Whether figures come from anywhere. */
  isRunning(): boolean;
  /** Spends one request on a summary with the given key; `cancelled` when a restart comes first. */
  test(key: string, query: Query, settings: Settings): Promise<TestReport>;
  /**
   * Asks for a card's rows, within the budget; `cancelled` when there is nothing to ask, or a restart comes first.
   * @param sent is called when the request is debited and on its way
   */
  card(card: CardName, query: Query, cancel: AbortSignal, sent: () => void): Promise<Result<CardContent, CallFailure>>;
  /** What a card's request does to polling; null while there is nothing to ask. */
  price(): ReturnType<RequestLoop['price']> | null;
  /** Milliseconds until a card may be asked for; 0 when it may. */
  cardPossibleInMs(): number;
  /** Lets a key that was rejected before be tried again at once. */
  forgive(key: string): void;
  /** Turns the `--demo` of the command line off, once the owner leaves the demo. */
  endDemoOption(): void;
  wake(): void;
  budget: RequestLoop['budget'];
  /** The clock of where figures come from, in milliseconds since 1970 UTC. */
  apiMs(): number;
  timing: RequestLoop['timing'];
  close(): Promise<void>;
}

export interface TestReport {
  readonly result: Result<Summary, CallFailure>;
  readonly tookMs: number;
  readonly left: number | null;
  readonly retryInMs: number;
}

/** The demo's requests are counted like any, but its server and its key end with the process, so nothing is kept. */
const forgetfulFiles = (): Files => ({
  read: () => Promise.resolve(null),
  write: () => Promise.resolve(),
  has: () => false,
  empty: () => Promise.resolve(),
});

const NO_TIMING = { nextAt: null, intervalMs: NOMINAL_PACE_MS };
const NO_BUDGET = { used: 0, left: 0, server: { limit: API_HOURLY_LIMIT, left: 0 } };
const ignore = (): void => undefined;
const TESTED_FRESH_MS = MINUTE_MS;

export function createSource(
  ports: Ports,
  options: WallboardOptions,
  keyring: Keyring,
  report: (event: Event) => void,
  queriesOf: (settings: Settings) => readonly Query[],
): Source {
  const { clock, log, random } = ports;
  const client: ExperiaClient = createExperiaClient(ports.fetch, clock);
  let apiClock: ApiClock = createApiClock(clock);
  /** Whose clock that is. */
  let clockOf = '';
  let book: LedgerBook | null = null;
  let loop: RequestLoop | null = null;
  let loopEndpoint: Endpoint | null = null;
  let tester: RequestLoop | null = null;
  let demo: DemoServer | null = null;
  let closed = false;
  let generation = 0;
  /** True from a halt until the next begin: the loop there is does nothing any more. */
  let halted = false;
  let demoOption = options.demo;
  let tested: Tested | null = null;
  let running = '';
  let notBefore = -Infinity;
  // Restarts come from commands and from the keychain; one at a time, in order.
  let queue: Promise<void> = Promise.resolve();

  const isDemo = (settings: Settings): boolean => demoOption || settings.mode === 'demo';
  const urlOf = ({ apiUrl }: Settings): string => {
    if (options.apiUrl !== null) return options.apiUrl;
    const parsed = parseApiUrl(apiUrl);
    return parsed.ok ? parsed.value : apiUrl;
  };
  /** What figures come from: with another identity they are another centre's, or need another start. */
  function identity(settings: Settings): string {
    if (isDemo(settings)) return 'demo';
    const key = keyring.key(urlOf(settings));
    return `live ${urlOf(settings)} ${key === null ? 'without a key' : hashApiKey(key)}`;
  }

  function loopFor(
    endpoint: Endpoint,
    ledger: LedgerBook,
    listen: (event: Event) => void,
    from = -Infinity,
  ): RequestLoop {
    const keyHash = hashApiKey(endpoint.key);
    return createRequestLoop({
      endpoint,
      keyHash,
      book: ledger,
      client,
      clock,
      apiClock,
      random,
      log,
      notBefore: from,
      report: listen,
    });
  }

  async function end(): Promise<void> {
    const [oldLoop, oldDemo] = [loop, demo];
    loop = null;
    loopEndpoint = null;
    demo = null;
    running = '';
    await oldLoop?.stop();
    await oldDemo?.close().catch(() => undefined);
    await book?.flush();
  }

  function freshFromTest(endpoint: Endpoint): ReadonlyMap<string, number> {
    const fits =
      tested?.url === endpoint.url &&
      tested.keyHash === hashApiKey(endpoint.key) &&
      clock.monotonicMs() - tested.asOf < TESTED_FRESH_MS;
    if (!tested || !fits) return new Map();
    const { queryKey, summary, asOf, endsAtMs } = tested;
    report({ type: 'summaryArrived', queryKey, summary, asOf, endsAtMs, intervalMs: NO_TIMING.intervalMs });
    return new Map([[queryKey, asOf]]);
  }

  async function beginDemo(settings: Settings): Promise<void> {
    demo = await ports.startDemoServer(() => clock.wallMs());
    loop = loopFor({ url: demo.url, key: demo.key }, await openLedgerBook(forgetfulFiles(), clock, log), report);
    loop.setQueries(queriesOf(settings));
  }

  function beginLive(settings: Settings, ledger: LedgerBook): void {
    const key = keyring.key(urlOf(settings));
    if (key === null) return;
    loopEndpoint = { url: urlOf(settings), key };
    loop = loopFor(loopEndpoint, ledger, report, notBefore);
    loop.setQueries(queriesOf(settings), freshFromTest(loopEndpoint));
  }

  async function begin(settings: Settings): Promise<void> {
    halted = false;
    await end();
    if (!isDemo(settings)) await keyring.bind(urlOf(settings));
    if (closed || !book) return;
    const address = isDemo(settings) ? 'demo' : urlOf(settings);
    if (address !== clockOf) apiClock = createApiClock(clock);
    clockOf = address;
    report({ type: 'sourceChanged', demo: isDemo(settings) });
    report({ type: 'keyChanged', key: keyring.state(urlOf(settings)) });
    if (isDemo(settings)) await beginDemo(settings);
    else beginLive(settings, book);
    running = identity(settings);
  }

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = queue.then(work);
    queue = done.then(
      () => undefined,
      () => undefined,
    );
    return done;
  };

  /** Stops what is under way at once, so that nothing that waits in turn has to wait for a slow server. */
  function halt(): void {
    generation += 1;
    halted = true;
    void loop?.stop();
    void tester?.stop();
  }

  function restart(settings: Settings): Promise<void> {
    halt();
    return inTurn(() => begin(settings));
  }

  async function test(key: string, named: Query, settings: Settings): Promise<TestReport> {
    const endpoint = { url: urlOf(settings), key };
    const inUse = loop !== null && loopEndpoint?.key === key && loopEndpoint.url === endpoint.url;
    const own =
      inUse && loop ? loop : loopFor(endpoint, book ?? (await openLedgerBook(ports.files, clock, log)), ignore);
    tester = own;
    const before = clock.monotonicMs();
    const query = askedAt(named, apiClock.atMs(before));
    const result = await own.request('test', (to, cancel, heard) => client.summary(to, query, cancel, heard));
    const now = clock.monotonicMs();
    if (result.ok) {
      const queryKey = summaryQueryKey(query);
      const endsAtMs = figuresEndAt(query, apiClock.atMs(before));
      tested = { keyHash: hashApiKey(key), url: endpoint.url, queryKey, summary: result.value, asOf: before, endsAtMs };
    }
    const answer = {
      result,
      tookMs: now - before,
      left: own.budget().server.left,
      retryInMs: own.waitForJobMs('test'),
    };
    if (!inUse) await own.stop();
    tester = null;
    return answer;
  }

  return {
    async open() {
      book = await openLedgerBook(ports.files, clock, log);
    },
    rest(delayMs) {
      notBefore = clock.monotonicMs() + delayMs;
    },
    isDemo,
    urlOf,
    restart,
    apply(settings) {
      if (identity(settings) !== running) halt();
      return inTurn(async () => {
        if (halted || identity(settings) !== running) return begin(settings);
        loop?.setQueries(queriesOf(settings));
      });
    },
    isRunning: () => loop !== null,
    // In turn with restarts: a second loop for the same key would not know what this one has under way.
    test(key, query, settings) {
      const asked = generation;
      return inTurn(() =>
        asked === generation && !closed
          ? test(key, query, settings)
          : Promise.resolve({ result: err(failure('cancelled', { sent: false })), tookMs: 0, left: 0, retryInMs: 0 }),
      );
    },
    card: (card, query, cancel, sent) =>
      loop && !halted
        ? loop.request(
            'card',
            (to, stop, heard) => {
              sent();
              return client.card(to, query, card, stop, heard);
            },
            cancel,
          )
        : Promise.resolve(err(failure('cancelled', { sent: false }))),
    price: () => loop?.price() ?? null,
    cardPossibleInMs: () => loop?.waitForJobMs('card') ?? 0,
    forgive(key) {
      const hash = hashApiKey(key);
      const ledger = book?.get(hash);
      if (book && ledger?.block?.code === 'auth') book.note(hash, { ...ledger, block: null });
    },
    endDemoOption() {
      demoOption = false;
    },
    wake: () => loop?.wake(),
    budget: () => loop?.budget() ?? NO_BUDGET,
    apiMs: () => apiClock.atMs(),
    timing: (queryKey) => loop?.timing(queryKey) ?? NO_TIMING,
    close() {
      closed = true;
      halt();
      return inTurn(end);
    },
  };
}

import type { Misbehaviour } from '../../../core/simulator/misbehave.ts';

/** A key that can be told from anything else: whoever finds it, or half of it, has found a leak. */
export const CANARY = 'canary-key-7b2e94f1c0';
/** The key as it would look had something encoded it on its way out. */
const FORMS = [
  CANARY,
  Buffer.from(CANARY).toString('base64').replace(/=+$/, ''),
  Buffer.from(CANARY).toString('hex'),
  [...CANARY].reverse().join(''),
  CANARY.toUpperCase(),
  // Half of it is a leak as well.
  CANARY.slice(0, 15),
  CANARY.slice(-12),
];

/** The forms of the key that stand in a text. */
export const leaksIn = (text: string): string[] => FORMS.filter((form) => text.includes(form));

/** Every way the simulator can be told to go wrong, quickly; what echoes the request is made to echo the key. */
const FAULTS: Readonly<Record<Misbehaviour['kind'], readonly Misbehaviour[]>> = {
  status: ([400, 401, 403, 404, 407, 408, 413, 429, 500, 501, 502, 503, 504] as const).map((status) => ({
    kind: 'status',
    status,
    retryAfter: CANARY,
  })),
  hang: [{ kind: 'hang', at: 'request' }],
  reset: [
    { kind: 'reset', at: 'connect' },
    { kind: 'reset', at: 'headers' },
    { kind: 'reset', at: 'half' },
  ],
  drip: [{ kind: 'drip', intervalMs: 0 }],
  latency: [{ kind: 'latency', delayMs: 50 }],
  gzipBomb: [{ kind: 'gzipBomb', bytes: 12_000_000 }],
  hugeBody: [{ kind: 'hugeBody', bytes: 12_000_000 }],
  html: [{ kind: 'html' }],
  redirect: [{ kind: 'redirect', location: `http://127.0.0.1:9/${CANARY}` }],
  truncatedJson: [{ kind: 'truncatedJson' }],
  wrongTypes: [{ kind: 'wrongTypes' }],
  deepNesting: [{ kind: 'deepNesting', levels: 20_000 }],
  duplicateKeys: [{ kind: 'duplicateKeys' }],
  loneSurrogates: [{ kind: 'loneSurrogates' }],
  failed: [{ kind: 'failed', status: CANARY }],
  patch: [{ kind: 'patch', summary: { totalSessions: CANARY, [CANARY]: CANARY } }],
  hostileText: [{ kind: 'hostileText', text: CANARY }],
  manyRows: [{ kind: 'manyRows', rows: 100 }],
  otherConsumer: [{ kind: 'otherConsumer', requests: 1 }],
};

const isLast = (fault: Misbehaviour): boolean => fault.kind === 'status' && fault.status === 429;
/** Nothing else is asked while nothing answers. */
export const isSilent = (fault: Misbehaviour): boolean => fault.kind === 'hang';

export const ALL_FAULTS: readonly Misbehaviour[] = Object.values(FAULTS).flat();
/** Every fault that can be had at once, the one after which nothing more is asked at the end. */
export const ANSWERING_FAULTS: readonly Misbehaviour[] = [
  ...ALL_FAULTS.filter((fault) => !isLast(fault) && !isSilent(fault)),
  ...ALL_FAULTS.filter(isLast),
];

const ECHOING = new Set(['redirect', 'failed', 'patch', 'hostileText', 'html']);
const TOLD_APART = new Set([500, 401, 429]);
/** Those that send the key back, or are told of on a screen each in a way of its own. */
export const ECHOING_FAULTS: readonly Misbehaviour[] = ANSWERING_FAULTS.filter((fault) =>
  fault.kind === 'status' ? TOLD_APART.has(fault.status) : ECHOING.has(fault.kind),
);

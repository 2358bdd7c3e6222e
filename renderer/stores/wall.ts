import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Access } from '../../common/access.ts';
import type { CommandInput, CommandResult, LinkState, Transport } from '../../common/contract.ts';
import type { CommandName } from '../../common/channels.ts';
import { err } from '../../common/result.ts';
import type { Snapshot } from '../../common/snapshot.ts';
import { SECOND_MS } from '../../common/time.ts';
import { before, elapsedMs, instantNow, type Instant } from '../format/elapsed.ts';

/** Before the first word the link is neither up nor down. */
export type Link = 'connecting' | LinkState;

/** A link that is back within this time was never said to be down: a blip must not change the wall. */
const LINK_PATIENCE_MS = 5 * SECOND_MS;

/**
 * True when `next` must not replace `shown`: it is an older state of the same core. An equal revision is
 * the same state told again with ages of now, and does replace it: so a screen whose own clock was set comes right.
 */
const isOlder = (next: Snapshot, shown: Snapshot | null): boolean =>
  shown !== null && next.coreId === shown.coreId && next.revision < shown.revision;

/**
 * What this screen knows: the last snapshot, replaced whole, and how much time has passed since. It holds no truth of
 * its own, so a reload loses nothing.
 */
export const useWallStore = defineStore('wall', () => {
  const snapshot = shallowRef<Snapshot | null>(null);
  const receivedAt = shallowRef<Instant>(instantNow());
  const now = shallowRef<Instant>(receivedAt.value);
  const startedAt = shallowRef<Instant>(receivedAt.value);
  /** The last that was said of the link, whether it is shown yet or not. */
  const said = ref<Link>('connecting');
  /** How the link was before it went. */
  const heard = ref<Link>('connecting');
  /** Since when the transport has had no connection; null while it has one. */
  const silentSince = shallowRef<Instant | null>(null);
  /** Null until the transport has said what this screen may do; it may only look until then. */
  const access = ref<Access | null>(null);
  let transport: Transport | null = null;
  /** The one that has been asked what this screen may do. */
  let asking: Transport | null = null;

  /** Milliseconds to add to every age in the snapshot. */
  const addedMs = computed(() => elapsedMs(receivedAt.value, now.value));
  const link = computed((): Link => {
    const since = silentSince.value;
    return since === null || elapsedMs(since, now.value) >= LINK_PATIENCE_MS ? said.value : heard.value;
  });
  const waitedMs = computed(() => elapsedMs(startedAt.value, now.value));

  function tick(at: Instant = instantNow()): void {
    now.value = at;
  }

  /** @param heldMs how long ago it came, where it was kept on the way */
  function apply(next: Snapshot, at: Instant = instantNow(), heldMs = 0): void {
    if (isOlder(next, snapshot.value)) return;
    snapshot.value = next;
    receivedAt.value = before(at, heldMs);
    now.value = at;
  }

  function follow(state: LinkState, at: Instant = instantNow()): void {
    said.value = state;
    if (state === 'down' || state === 'full') {
      silentSince.value ??= at;
      return;
    }
    heard.value = state;
    // The session may have ended meanwhile. The server ends a stream to tell so; whoever only asks has none.
    if (silentSince.value !== null || state === 'polled') void askAccess();
    silentSince.value = null;
  }

  /** The transport asks until it is answered, so one question at a time is enough. */
  async function askAccess(): Promise<void> {
    const asked = transport;
    if (asked === null || asked === asking) return;
    asking = asked;
    const granted = await asked.access();
    if (asking === asked) asking = null;
    if (asked === transport) access.value = granted;
  }

  /** Connects to the core; returns its own disconnect. */
  function connect(over: Transport): () => void {
    transport = over;
    startedAt.value = instantNow();
    tick(startedAt.value);
    void askAccess();
    const unsubscribe = over.subscribe({
      snapshot: (next, heldMs) => apply(next, instantNow(), heldMs),
      link: (state) => follow(state),
    });
    return () => {
      transport = null;
      unsubscribe();
    };
  }

  /** Sends a command; never rejects. */
  async function call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandResult<N>> {
    if (!transport) return err({ code: 'unavailable', message: 'Not connected' });
    const result = await transport.call(name, input);
    // Whoever is refused what was offered has lost control without hearing of it.
    if (!result.ok && result.error.code === 'forbidden') void askAccess();
    return result;
  }

  return { snapshot, now, link, access, addedMs, waitedMs, tick, apply, connect, call };
});

import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Access } from '../../common/access.ts';
import type { CommandInput, CommandResult, Transport } from '../../common/contract.ts';
import type { CommandName } from '../../common/channels.ts';
import { err } from '../../common/result.ts';
import type { Snapshot } from '../../common/snapshot.ts';
import { SECOND_MS } from '../../common/time.ts';
import { elapsedMs, instantNow, type Instant } from '../format/elapsed.ts';

/** Before the first snapshot the link is neither up nor down. */
export type Link = 'connecting' | 'up' | 'down';

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
  const heard = ref<Exclude<Link, 'down'>>('connecting');
  /** Since when the transport has had no connection; null while it has one. */
  const silentSince = shallowRef<Instant | null>(null);
  /** Null until the transport has said what this screen may do; it may only look until then. */
  const access = ref<Access | null>(null);
  let transport: Transport | null = null;

  /** Milliseconds to add to every age in the snapshot. */
  const addedMs = computed(() => elapsedMs(receivedAt.value, now.value));
  const link = computed((): Link => {
    const since = silentSince.value;
    return since !== null && elapsedMs(since, now.value) >= LINK_PATIENCE_MS ? 'down' : heard.value;
  });
  const waitedMs = computed(() => elapsedMs(startedAt.value, now.value));

  function tick(at: Instant = instantNow()): void {
    now.value = at;
  }

  function apply(next: Snapshot, at: Instant = instantNow()): void {
    if (isOlder(next, snapshot.value)) return;
    snapshot.value = next;
    receivedAt.value = at;
    now.value = at;
  }

  function follow(state: 'up' | 'down', at: Instant = instantNow()): void {
    if (state === 'up') {
      heard.value = 'up';
      // The session may have ended meanwhile: by the server's restart, or because the control link was withdrawn.
      if (silentSince.value !== null) void askAccess();
      silentSince.value = null;
    } else silentSince.value ??= at;
  }

  async function askAccess(): Promise<void> {
    const asked = transport;
    const granted = await asked?.access();
    if (granted !== undefined && asked === transport) access.value = granted;
  }

  /** Connects to the core; returns its own disconnect. */
  function connect(over: Transport): () => void {
    transport = over;
    startedAt.value = instantNow();
    tick(startedAt.value);
    void askAccess();
    const unsubscribe = over.subscribe({
      snapshot: (next) => apply(next),
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

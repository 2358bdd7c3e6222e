import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { useWallStore } from '../../renderer/stores/wall.ts';
import { SENT_AT, snapshot } from './snapshots.ts';

beforeEach(() => setActivePinia(createPinia()));

describe('the wall store', () => {
  it('replaces a snapshot by a newer one of the same core', () => {
    const store = useWallStore();
    store.apply(snapshot({ revision: 4 }));
    store.apply(snapshot({ revision: 5 }));
    expect(store.snapshot?.revision).toBe(5);
  });

  it('never replaces a snapshot by an older one of the same core', () => {
    const store = useWallStore();
    store.apply(snapshot({ revision: 5 }));
    store.apply(snapshot({ revision: 4, site: 'old' }));
    expect(store.snapshot?.site).toBe('Riyadh contact centre');
  });

  it('takes an equal revision: the same state with ages of now, so that a screen whose clock was set comes right', () => {
    const store = useWallStore();
    store.apply(snapshot({ revision: 5 }), { monotonicMs: 0, wallMs: 0 });
    store.tick({ monotonicMs: 1000, wallMs: 3_601_000 });
    expect(store.addedMs).toBe(3_601_000);
    store.apply(snapshot({ revision: 5, sentAtMs: SENT_AT + 1000 }), { monotonicMs: 1000, wallMs: 3_601_000 });
    expect(store.addedMs).toBe(0);
    expect(store.snapshot?.sentAtMs).toBe(SENT_AT + 1000);
  });

  it('takes any snapshot of a core that was restarted', () => {
    const store = useWallStore();
    store.apply(snapshot({ revision: 900 }));
    store.apply(snapshot({ revision: 1, coreId: 'core-b' }));
    expect(store.snapshot?.coreId).toBe('core-b');
  });

  it('lets ages grow with each tick and starts again with each snapshot', () => {
    const store = useWallStore();
    store.apply(snapshot(), { monotonicMs: 1000, wallMs: 1000 });
    store.tick({ monotonicMs: 31_000, wallMs: 31_000 });
    expect(store.addedMs).toBe(30_000);
    store.apply(snapshot({ revision: 2 }), { monotonicMs: 32_000, wallMs: 32_000 });
    expect(store.addedMs).toBe(0);
  });

  it('keeps the age of data when an older snapshot is refused', () => {
    const store = useWallStore();
    store.apply(snapshot({ revision: 5 }), { monotonicMs: 0, wallMs: 0 });
    store.apply(snapshot({ revision: 4 }), { monotonicMs: 9000, wallMs: 9000 });
    store.tick({ monotonicMs: 10_000, wallMs: 10_000 });
    expect(store.addedMs).toBe(10_000);
  });
});

import { vi } from 'vitest';

/** Vitest gives up after a second, which a busy machine may need for a single step, and has no setting for it. */
const PATIENCE_MS = 60_000;

const { waitFor, waitUntil } = vi;
vi.waitFor = (callback, options = PATIENCE_MS) => waitFor(callback, options);
vi.waitUntil = (callback, options = PATIENCE_MS) => waitUntil(callback, options);

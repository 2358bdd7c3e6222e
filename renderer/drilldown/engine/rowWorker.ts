/** The worker that holds a card's rows; all of its work is in `rowCore.ts`. */
import { createBreath } from './breath.ts';
import type { ToWorker } from './protocol.ts';
import { createRowCore } from './rowCore.ts';

const core = createRowCore((message) => self.postMessage(message), createBreath());

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => core.receive(data));

import type { FromWorker, ToWorker } from './protocol.ts';

/** A way to the worker's side: a real worker, or the same work in this thread. */
export interface RowPort {
  post(message: ToWorker): void;
  /** One listener hears all answers; a later one replaces it. */
  listen(listener: (message: FromWorker) => void): void;
  end(): void;
}

/** Starts a worker of its own. One that cannot be started says so as a fault. */
export function createWorkerPort(): RowPort {
  const worker = new Worker(new URL('./rowWorker.ts', import.meta.url), { type: 'module' });
  let hear: (message: FromWorker) => void = () => undefined;
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => hear(data));
  let broken: string | null = null;
  const tell = (message: string): void => hear({ kind: 'fault', ask: null, message });
  worker.addEventListener('error', ({ message }) => {
    broken = message || 'the worker did not start';
    tell(broken);
  });
  return {
    post: (message) => {
      // Whoever asks later would wait for ever.
      if (broken === null) worker.postMessage(message);
      else queueMicrotask(() => tell(broken ?? ''));
    },
    listen: (listener) => (hear = listener),
    end: () => worker.terminate(),
  };
}

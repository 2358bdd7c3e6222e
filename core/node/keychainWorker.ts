import { answerKeychain, readRequest } from './keychainAnswer.ts';

/**
 * A process of its own for the keychain: keytar blocks threads for as long as the keychain keeps silent, and a process
 * with blocked threads neither works nor ends. It answers one request; then, or when it takes too long, it is killed.
 */

/** The other end in an Electron utility process. */
interface ParentPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  postMessage(message: unknown): void;
}

// Node's own types do not know what Electron adds.
const { parentPort } = process as { parentPort?: ParentPort };

async function answer(message: unknown, reply: (message: unknown) => void): Promise<void> {
  const request = readRequest(message);
  reply(
    request
      ? await answerKeychain(request, async () => (await import('keytar')).default)
      : { ok: false, error: 'missing' },
  );
}

if (parentPort) parentPort.on('message', ({ data }) => void answer(data, (reply) => parentPort.postMessage(reply)));
else {
  process.on('message', (message) => void answer(message, (reply) => process.send?.(reply)));
  // Without its shell nobody would kill it, and an ordinary exit would wait for the blocked thread.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
}

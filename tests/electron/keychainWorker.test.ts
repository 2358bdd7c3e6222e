import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import type { UtilityProcess } from 'electron';
import { expect, it, onTestFinished } from 'vitest';
import { utilityKeychainWorker } from '../../electron/keychainWorker.ts';

const REQUEST = { action: 'get', address: 'https://api.example' } as const;

/** A utility process played by hand. */
class FakeProcess extends EventEmitter {
  pid: number | undefined;
  readonly sent: unknown[] = [];
  postMessage(message: unknown): void {
    this.sent.push(message);
  }
  kill(): boolean {
    return false;
  }
}

function open() {
  const child = new FakeProcess();
  const calls: unknown[][] = [];
  const fork = (...call: unknown[]): UtilityProcess => {
    calls.push(call);
    return child as unknown as UtilityProcess;
  };
  return { child, calls, worker: utilityKeychainWorker({ fork }, '/app/keychainWorker.js') };
}

/** A process that does not listen to SIGTERM. */
async function stubborn() {
  const code = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); process.stdout.write('up')";
  const victim = spawn(process.execPath, ['-e', code]);
  onTestFinished(() => void victim.kill('SIGKILL'));
  await once(victim.stdout, 'data');
  return { pid: victim.pid, ended: once(victim, 'exit') };
}

it('the keychain is asked by message, with nothing of it in the arguments', async () => {
  const { child, calls, worker } = open();
  const asked = worker.ask({ action: 'set', address: REQUEST.address, secret: 'canary' });
  child.emit('message', { ok: true, value: null });
  expect(await asked).toEqual({ ok: true, value: null });
  expect(child.sent).toEqual([{ action: 'set', address: REQUEST.address, secret: 'canary' }]);
  expect(calls).toEqual([['/app/keychainWorker.js', [], { serviceName: 'Keychain', execArgv: [], stdio: 'ignore' }]]);
});

it('a keychain process that ends without an answer is an error', async () => {
  const { child, worker } = open();
  const asked = worker.ask(REQUEST);
  child.emit('exit', 1);
  await expect(asked).rejects.toThrow();
});

it('a keychain process that does not listen is ended all the same', async () => {
  const { child, worker } = open();
  const victim = await stubborn();
  child.pid = victim.pid;
  child.emit('spawn');
  worker.kill();
  expect(await victim.ended).toEqual([null, 'SIGKILL']);
});

it('a keychain process given up before it has started is ended when it starts', async () => {
  const { child, worker } = open();
  worker.kill();
  const victim = await stubborn();
  child.pid = victim.pid;
  child.emit('spawn');
  expect(await victim.ended).toEqual([null, 'SIGKILL']);
});

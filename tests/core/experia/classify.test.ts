import { expect, test } from 'vitest';
import { classifyThrown } from '../../../core/experia/classify.ts';

const systemError = (code: string, syscall: string): Error => Object.assign(new Error('x'), { code, syscall });

test.each(['ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN', 'ECONNREFUSED'])(
  '%s before a connection has cost nothing; on a connection the request has left',
  (code) => {
    expect(classifyThrown(systemError(code, 'connect'))).toMatchObject({ code: 'network', sent: false });
    expect(classifyThrown(new TypeError('x', { cause: systemError(code, 'connect') }))).toMatchObject({ sent: false });
    for (const syscall of ['read', 'write'])
      expect(classifyThrown(systemError(code, syscall))).toMatchObject({ code: 'network', sent: true });
  },
);

test('several addresses that are all refused have cost nothing', () => {
  const refused = ['::1', '127.0.0.1'].map(() => systemError('ECONNREFUSED', 'connect'));
  expect(classifyThrown(new AggregateError(refused))).toMatchObject({ code: 'network', sent: false });
});

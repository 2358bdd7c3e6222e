import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { HOSTILE_TEXT } from '../../../core/simulator/misbehave.ts';
import { jsonFrom, misbehaving, send, start, summaryOf, textFrom } from './support.ts';

const CARD = '/v2/dashboard/CARDTOTALSESSIONS';

describe('bodies that are too much', () => {
  test('the gzip bomb is about 48 KB on the wire and 50 MB of valid JSON after', async () => {
    const simulator = await misbehaving({ kind: 'gzipBomb' });
    const wire = await new Promise<number>((resolve, reject) => {
      const headers = { 'X-API-Key': simulator.key, 'Content-Type': 'application/json' };
      const outgoing = request(`${simulator.url}/v2/dashboard`, { method: 'POST', headers }, (response) => {
        let bytes = 0;
        response.on('data', (piece: Buffer) => (bytes += piece.length));
        response.on('end', () => resolve(bytes));
      });
      outgoing.on('error', reject).end('{"filter":"daily"}');
    });
    expect(wire).toBeGreaterThan(40_000);
    expect(wire).toBeLessThan(56_000);
    const text = await textFrom(simulator);
    expect(text.length).toBeGreaterThan(50_000_000);
    expect(JSON.parse(text)).toMatchObject({ status: 'SUCCESS' });
  });

  test('a huge plain body has the size it was told', async () => {
    const text = await textFrom(await misbehaving({ kind: 'hugeBody', bytes: 9_000_000 }));
    expect(text.length).toBeGreaterThan(9_000_000);
    expect(text.length).toBeLessThan(9_001_000);
  });

  test('nesting goes 200,000 levels deep, in a summary and in a card', async () => {
    const simulator = await misbehaving({ kind: 'deepNesting' });
    expect(await textFrom(simulator)).toContain(`"totalSessions":${'['.repeat(200_000)}]`);
    expect(await textFrom(simulator, CARD)).toContain(`"cardContent":${'['.repeat(200_000)}]`);
  });

  test('a card can be given 50,000 rows', async () => {
    const body = await jsonFrom(await misbehaving({ kind: 'manyRows' }), CARD);
    expect((body.cardContent as unknown[]).length).toBe(50_000);
  });
});

describe('bodies that are wrong', () => {
  test('a sign-in page comes as HTML with status 200', async () => {
    const response = await send(await misbehaving({ kind: 'html' }));
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await response.text()).toMatch(/^<!doctype html>/);
  });

  test('a redirect points where it was told', async () => {
    const response = await send(
      await misbehaving({ kind: 'redirect', location: 'http://portal.example/', status: 307 }),
    );
    expect([response.status, response.headers.get('location')]).toEqual([307, 'http://portal.example/']);
  });

  test('truncated JSON is the first half of the right one, in a whole HTTP message', async () => {
    const right = JSON.stringify(await summaryOf(await start()));
    expect(await textFrom(await misbehaving({ kind: 'truncatedJson' }))).toBe(right.slice(0, right.length / 2));
  });

  test('wrong types: no field but status keeps its type', async () => {
    const right = await summaryOf(await start());
    const wrong = await jsonFrom(await misbehaving({ kind: 'wrongTypes' }));
    expect(wrong.status).toBe('SUCCESS');
    for (const [name, value] of Object.entries(right)) {
      if (name !== 'status' && name !== 'sla') expect(typeof wrong[name], name).not.toBe(typeof value);
    }
  });

  test('duplicate keys: every field stands twice, the right value last', async () => {
    const simulator = await misbehaving({ kind: 'duplicateKeys' });
    const text = await textFrom(simulator);
    expect(text.match(/"totalSessions":/g)?.length).toBe(2);
    expect(JSON.parse(text)).toEqual(await summaryOf(await start()));
  });

  test('lone surrogates come as escapes, in every text', async () => {
    const text = await textFrom(await misbehaving({ kind: 'loneSurrogates' }));
    expect(text).toMatch(/"peakTime":"\\udc0010:00\\ud800"/);
    expect(text).toContain('"status":"SUCCESS"');
  });

  test('a failed status comes with 200', async () => {
    const response = await send(await misbehaving({ kind: 'failed' }));
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ status: 'FAILED' });
  });

  test('a patch replaces and removes fields of the summary, and a card’s content', async () => {
    const summary = { CSAT: null, NPS: 'abc', FCR: undefined };
    const simulator = await misbehaving({ kind: 'patch', summary, cardContent: ['one', 2] });
    const body = await jsonFrom(simulator);
    expect(body).toMatchObject({ CSAT: null, NPS: 'abc', status: 'SUCCESS' });
    expect('FCR' in body).toBe(false);
    expect((await jsonFrom(simulator, CARD)).cardContent).toEqual(['one', 2]);
    simulator.misbehave({
      kind: 'patch',
      summary: (right) => [right.totalSessions],
      cardContent: (rows: unknown[]) => rows.slice(0, 3),
    });
    expect(await jsonFrom(simulator)).toEqual([(await summaryOf(await start())).totalSessions]);
    expect((await jsonFrom(simulator, CARD)).cardContent).toHaveLength(3);
  });

  test('hostile text stands in every text, or in the fields that were named', async () => {
    const simulator = await misbehaving({ kind: 'hostileText' });
    const body = await jsonFrom(simulator);
    expect([body.peakTime, body.averageWaitingTime, body.status]).toEqual([HOSTILE_TEXT, HOSTILE_TEXT, 'SUCCESS']);
    const [row] = (await jsonFrom(simulator, CARD)).cardContent as Record<string, unknown>[];
    expect([row?.username, row?.status]).toEqual([HOSTILE_TEXT, HOSTILE_TEXT]);
    simulator.misbehave({ kind: 'hostileText', text: 'x\u202e', fields: ['totalSessions'] });
    expect(await jsonFrom(simulator)).toMatchObject({ totalSessions: 'x\u202e', peakTime: '10:00' });
  });
});

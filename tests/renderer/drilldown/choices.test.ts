import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { DEFAULT_QUERY } from '../../../common/query.ts';
import { columnName } from '../../../renderer/drilldown/columnWords.ts';
import { choicesFrom, parseShifts } from '../../../renderer/drilldown/opening/choiceInput.ts';
import { createRequestId } from '../../../renderer/drilldown/opening/requestId.ts';
import { saveFile } from '../../../renderer/ui/saveFile.ts';
import type { SaveOutcome } from '../../../common/bridge.ts';
import { words as t } from '../mounting.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('a request’s name', () => {
  it('is a UUID the wallboard takes, another each time, also where the browser makes none itself', () => {
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
    const ids = Array.from({ length: 50 }, createRequestId);
    vi.unstubAllGlobals();
    expect(ids.every((id) => z.uuid().safeParse(id).success)).toBe(true);
    expect(new Set(ids).size).toBe(50);
  });
});

describe('what was chosen in the dialog', () => {
  it('is sent only where it is not as the board has it', () => {
    const board = { ...DEFAULT_QUERY, email: 'a@example.com', shiftIDs: [7] };
    expect(choicesFrom({ for: 'session', email: 'a@example.com', shiftIDs: [7] }, board)).toEqual({});
    expect(choicesFrom({ for: 'hospitality', email: '', shiftIDs: [] }, board)).toEqual({
      for: 'hospitality',
      email: '',
      shiftIDs: [],
    });
  });

  it('reads shift IDs as they were typed, within the limits of a request', () => {
    expect(parseShifts(' 7, night ،8,')).toEqual([7, 'night', 8]);
    expect(parseShifts('')).toEqual([]);
    expect(parseShifts('x'.repeat(201))).toBeNull();
    expect(parseShifts(Array.from({ length: 501 }, (_, id) => id).join(','))).toBeNull();
  });
});

describe('the name of a column', () => {
  it.each([
    ['created_date', 'Created'],
    ['lastResponseTime', 'Last response time'],
    ['SLA_breach', 'SLA breach'],
    ['agent.login-name', 'Agent › Login name'],
  ])('of %s is %s', (id, name) => {
    expect(columnName(t, id)).toBe(name);
  });

  it('of a time worked out by the app is not that of a field of the same name', () => {
    expect(columnName(t, 'waiting', true)).toBe('Waiting');
  });
});

describe('saving a file', () => {
  it('offers it under a name every file system takes, and frees it afterwards', async () => {
    vi.useFakeTimers();
    const clicked: HTMLAnchorElement[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      clicked.push(this);
    });
    vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:one');
    const revoke = vi.spyOn(URL, 'revokeObjectURL').mockReturnValue(undefined);
    expect(await saveFile(new Blob(['a']), '../waiting: time?.csv')).toBe(true);
    expect(clicked[0]?.download).not.toMatch(/[/\\:?]|^\./);
    expect(clicked[0]?.href).toBe('blob:one');
    expect(clicked[0]?.isConnected).toBe(false);
    expect(revoke).not.toHaveBeenCalled();
    vi.runAllTimers();
    expect(revoke).toHaveBeenCalledWith('blob:one');
  });

  it.each([true, false])('in the desktop app is known once its dialog is answered: %s', async (saved) => {
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockReturnValue(undefined);
    vi.spyOn(URL, 'createObjectURL').mockReturnValue('blob:two');
    let tell: (outcome: SaveOutcome) => void = () => undefined;
    vi.stubGlobal('wallboard', {
      onSaved: (listener: typeof tell) => {
        tell = listener;
        return () => undefined;
      },
    });
    const saving = saveFile(new Blob(['a']), 'a.csv');
    const heard: boolean[] = [];
    void saving.then((outcome) => heard.push(outcome));
    tell({ address: 'blob:another', saved: !saved });
    await Promise.resolve();
    expect(heard).toEqual([]);
    tell({ address: 'blob:two', saved });
    expect(await saving).toBe(saved);
    vi.unstubAllGlobals();
  });
});

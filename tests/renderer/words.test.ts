import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'vue/compiler-sfc';
import { describe, expect, it } from 'vitest';
import { COMMAND_ERROR_CODES, ERROR_CODES } from '../../common/errorCodes.ts';
import { SLA_KINDS, SUMMARY_FIELDS } from '../../common/metrics.ts';
import { KEY_MAP } from '../../renderer/keys/keyMap.ts';
import { en } from '../../renderer/locales/en.ts';
import { SETTINGS_SECTIONS } from '../../renderer/stores/panels.ts';
import { words } from './mounting.ts';

const ROOM = join(import.meta.dirname, '../../renderer');
const files = readdirSync(ROOM, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(vue|ts)$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name));

function lookUp(path: string): unknown {
  return path.split('.').reduce<unknown>((node, key) => {
    if (typeof node !== 'object' || node === null) return undefined;
    return new Map<string, unknown>(Object.entries(node)).get(key);
  }, en);
}

/** Text nodes and spoken attributes of a template that were written instead of looked up. */
function writtenWords(file: string): string[] {
  interface Node {
    readonly type: number;
    readonly content?: unknown;
    readonly children?: readonly Node[];
    readonly props?: readonly { readonly type: number; readonly name: string; readonly value?: { content: string } }[];
  }
  const TEXT = 2;
  const STATIC_ATTRIBUTE = 6;
  const SPOKEN = new Set(['title', 'alt', 'placeholder', 'aria-label', 'aria-valuetext', 'label']);
  const found: string[] = [];
  const walk = (node: Node): void => {
    if (node.type === TEXT && typeof node.content === 'string' && /\p{L}/u.test(node.content)) found.push(node.content);
    for (const prop of node.props ?? [])
      if (prop.type === STATIC_ATTRIBUTE && SPOKEN.has(prop.name))
        found.push(`${prop.name}=${prop.value?.content ?? ''}`);
    node.children?.forEach(walk);
  };
  const ast = parse(readFileSync(file, 'utf8')).descriptor.template?.ast;
  if (ast) walk(ast as unknown as Node);
  return found;
}

describe('the words of the screens', () => {
  it('exist for every key that a source file names', () => {
    const missing = files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\b(?:t|counted)\(\s*'(\w+\.[\w.]+)'/g)]
        .map(([, key]) => key ?? '')
        .filter((key) => typeof lookUp(key) !== 'string')
        .map((key) => `${relative(ROOM, file)}: ${key}`),
    );
    expect(missing).toEqual([]);
  });

  it('exist for every member of a closed set that is looked up by name', () => {
    const keys = [
      ...SUMMARY_FIELDS.map((field) => `metric.${field}`),
      ...SLA_KINDS.map((kind) => `gauge.${kind}`),
      ...ERROR_CODES.map((code) => `failure.${code}`),
      ...COMMAND_ERROR_CODES.map((code) => `command.${code}`),
      ...['fresh', 'late', 'lost', 'none'].map((health) => `health.${health}`),
      ...['missing', 'locked', 'denied', 'timeout', 'unknown'].map((state) => `key.reason.${state}`),
      ...['empty', 'tooLong', 'badCharacters', 'noKey'].map((problem) => `key.problem.${problem}`),
      ...KEY_MAP.map(({ action }) => `keys.does.${action}`),
      ...['keychain', 'session', 'environment', 'file'].map((source) => `key.saved.${source}`),
      ...SETTINGS_SECTIONS.map((section) => `desk.sections.${section}`),
      ...['light', 'dim', 'dark'].flatMap((light) => [
        `desk.hours.${light}`,
        `desk.history.lights.${light}`,
        `desk.history.change.hours.${light}`,
      ]),
      ...['started', 'figures', 'failed', 'aged', 'settings', 'source', 'key', 'stopped'].map(
        (reason) => `desk.history.change.${reason}`,
      ),
      ...['off', 'checking', 'current', 'downloading', 'ready'].map((state) => `desk.updates.state.${state}`),
      ...['network', 'unsigned', 'unknown'].map((reason) => `desk.updates.failed.${reason}`),
      ...['notPackaged', 'bySystem', 'notConfigured', 'unverifiable'].map(
        (reason) => `desk.updates.unavailable.${reason}`,
      ),
      ...['checking', 'unlocked', 'unreadable', 'wrong', 'locked'].map((state) => `unlock.${state}`),
    ];
    expect(keys.filter((key) => typeof lookUp(key) !== 'string')).toEqual([]);
  });

  it('are nowhere written into a template', () => {
    const templates = files.filter((file) => file.endsWith('.vue'));
    expect(templates.length).toBeGreaterThan(10);
    expect(templates.flatMap((file) => writtenWords(file).map((text) => `${relative(ROOM, file)}: ${text}`))).toEqual(
      [],
    );
  });

  it('state facts: no apology and no "we"', () => {
    expect(JSON.stringify(en)).not.toMatch(/\b(oops|sorry|we|our|us|please)\b/i);
  });

  it('choose singular and plural by number', () => {
    expect(words('period.channels', { n: '1' }, 1)).toBe('1 channel');
    expect(words('period.channels', { n: '3' }, 3)).toBe('3 channels');
    expect(words('key.cost', { n: '1' }, 1)).toBe('Cost 1 request.');
    expect(words('key.costLeft', { n: '0', left: '200' }, 0)).toBe('Cost 0 requests, 200 left this hour.');
  });

  it('use logical directions only, so that the layout can be mirrored', () => {
    const styles = readdirSync(ROOM, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.css'))
      .map((name) => readFileSync(join(ROOM, name), 'utf8'));
    expect(styles.length).toBeGreaterThan(5);
    const physical = /(^|[\s;{])((margin|padding|border)-(left|right)|left|right|text-align:\s*(left|right))\s*[:;]/;
    expect(styles.filter((css) => physical.test(css))).toEqual([]);
  });
});

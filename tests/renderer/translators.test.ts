import { createRenderer, defineComponent, h, nextTick, nodeOps, patchProp, ref, type Component } from 'vue';
import { afterEach, describe, expect, it } from 'vitest';
import { translatableNodeOps } from '../../renderer/translators.ts';
import { textsIn, TRANSLATORS, type Translate } from './support/translators.ts';

const WAYS = Object.entries(TRANSLATORS);
let end = (): void => undefined;
afterEach(() => end());

/** A page made with Vue's operations on it, ours or its own. */
function open(component: Component, ops = translatableNodeOps(document.body)): HTMLElement {
  const place = document.body.appendChild(document.createElement('div'));
  const app = createRenderer({ ...ops, patchProp }).createApp(component);
  app.mount(place);
  end = () => {
    app.unmount();
    place.remove();
  };
  return place;
}

/** Translates all there is, as a translator does whenever something new has come. */
function translateAll(place: HTMLElement, translate: Translate): void {
  for (const text of textsIn(place)) translate(text, `«${text.data}»`);
}
const shown = (place: HTMLElement): string => place.textContent.replaceAll(/[«»]/g, '');

/** A mark beside its word, figures between words, a part that comes and goes, and a list of bare texts. */
function tile() {
  const word = ref('On target');
  const hasNote = ref(false);
  const names = ref(['a', 'b', 'c']);
  const component = defineComponent({
    render: () =>
      h('article', [
        h('b', [h('i'), word.value]),
        hasNote.value ? h('em', 'note') : null,
        'of ',
        h('s', 'target'),
        h(
          'p',
          names.value.map((name) => h(Named, { key: name, name })),
        ),
      ]),
  });
  return { component, word, hasNote, names };
}

/** Of one bare text, before which others are inserted. */
const Named = defineComponent({ props: { name: String }, setup: (props) => () => [props.name] });

describe.each(WAYS)('a page whose texts a translator %s', (_way, translate) => {
  it('shows words that follow, however often they change and are translated again', async () => {
    const { component, word } = tile();
    const place = open(component);
    for (const next of ['2 pts under target', 'On target', '1 pt under target']) {
      translateAll(place, translate);
      word.value = next;
      await nextTick();
      expect(shown(place)).toBe(`${next}of targetabc`);
    }
  });

  it('keeps what has not changed as the translator has it', async () => {
    const { component, word } = tile();
    const place = open(component);
    translateAll(place, translate);
    word.value = 'High';
    await nextTick();
    expect(place.querySelector('s')?.textContent).toBe('«target»');
    expect(place.querySelector('b')?.textContent).toBe('High');
  });

  it('takes parts in, lets them go and moves them, at the right place', async () => {
    const { component, hasNote, names } = tile();
    const place = open(component);
    translateAll(place, translate);
    hasNote.value = true;
    names.value = ['x', 'c', 'a'];
    await nextTick();
    expect(shown(place)).toBe('On targetnoteof targetxca');
    translateAll(place, translate);
    hasNote.value = false;
    names.value = [];
    await nextTick();
    expect(shown(place)).toBe('On targetof target');
  });

  it('follows what was translated twice, too', async () => {
    const { component, word } = tile();
    const place = open(component);
    translateAll(place, translate);
    for (const font of [...place.querySelectorAll('font font, font')]) {
      const again = document.createElement('font');
      again.textContent = font.textContent;
      font.replaceWith(again);
    }
    word.value = 'Low';
    await nextTick();
    expect(place.querySelector('b')?.textContent).toBe('Low');
  });
});

it('is what goes wrong with the usual operations of Vue', async () => {
  const { component, word } = tile();
  const place = open(component, nodeOps);
  translateAll(place, TRANSLATORS['replaces']);
  word.value = '2 pts under target';
  await nextTick();
  expect(shown(place)).toContain('On target');
});

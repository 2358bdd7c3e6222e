export type Translate = (text: Text, translation: string) => void;

/** Chrome's translator wraps twice. */
function fonts(translation: string): HTMLElement {
  const outer = document.createElement('font');
  outer.appendChild(document.createElement('font')).textContent = translation;
  return outer;
}

/** What translators do to a text, one kind each. */
export const TRANSLATORS = {
  replaces(text, translation) {
    text.replaceWith(fonts(translation));
  },
  'takes out after it has put its own before'(text, translation) {
    text.parentNode?.insertBefore(fonts(translation), text);
    text.remove();
  },
  'takes out before it puts its own there'(text, translation) {
    const { parentNode, nextSibling } = text;
    text.remove();
    parentNode?.insertBefore(fonts(translation), nextSibling);
  },
  'wraps and rewrites'(text, translation) {
    const outer = document.createElement('font');
    text.replaceWith(outer);
    outer.appendChild(document.createElement('font')).appendChild(text);
    text.data = translation;
  },
  'rewrites in place'(text, translation) {
    text.data = translation;
  },
} satisfies Record<string, Translate>;

/** The texts of a page that have something to translate, and are not translated yet. */
export function textsIn(place: Node): Text[] {
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode())
    if (node instanceof Text && node.data.trim() !== '' && !node.data.includes('«')) found.push(node);
  return found;
}

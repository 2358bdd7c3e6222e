import { nodeOps } from 'vue';

/** What translators make, since no page has used it itself for decades. */
const isFont = (node: Node | null | undefined): node is HTMLElement => node?.nodeName === 'FONT';

/**
 * Vue's operations on the page, for one that a translator works on.
 *
 * The page asks not to be translated, and not every translator listens. They put `<font>` elements around texts or in their
 * place. Vue goes on writing into the text it made, which nobody sees any more, so the old words would stay beside new
 * figures; and it would fail to insert anything before such a text. So each text is put back before Vue uses it; the
 * translator sees that, and translates what is new.
 */
export function translatableNodeOps(page: Node): typeof nodeOps {
  /** What stands in the place of a text of ours, and the other way round. */
  const standIns = new WeakMap<Node, HTMLElement>();
  const texts = new WeakMap<Node, Node>();
  let last: MutationRecord | null = null;

  function stands(standIn: HTMLElement, removed: Node): void {
    // A translator that translates again replaces what it has made itself.
    const replaced = texts.get(removed);
    const text = replaced ?? removed;
    const isKnown = texts.has(standIn) || (!replaced && standIns.has(text));
    if (isKnown || text.nodeType !== Node.TEXT_NODE || text.isConnected) return;
    standIns.set(text, standIn);
    texts.set(standIn, text);
  }

  /** A text and what came in its place are in one record, or in two that follow each other, in either order. */
  function read(records: readonly MutationRecord[]): void {
    for (const record of records) {
      const { target, addedNodes, removedNodes, previousSibling, nextSibling } = record;
      const added = [...addedNodes].find(isFont);
      const removedBefore = added && last?.target === target ? last.removedNodes[0] : undefined;
      const removed = removedNodes[0] ?? removedBefore;
      const standIn = added ?? [previousSibling, nextSibling].find(isFont);
      if (removed && standIn) stands(standIn, removed);
      last = record;
    }
  }

  const watch = new MutationObserver(read);
  watch.observe(page, { childList: true, subtree: true });

  /** Puts a text back where it was. */
  function own(node: Node | null | undefined): void {
    if (node?.nodeType !== Node.TEXT_NODE) return;
    read(watch.takeRecords());
    if (!node.isConnected) standIns.get(node)?.replaceWith(node);
    standIns.delete(node);
    for (let wrapper = node.parentNode; isFont(wrapper); wrapper = node.parentNode)
      wrapper.replaceWith(...wrapper.childNodes);
  }

  return {
    ...nodeOps,
    insert(child, parent, anchor) {
      own(child);
      own(anchor);
      nodeOps.insert(child, parent, anchor);
    },
    remove(child) {
      own(child);
      nodeOps.remove(child);
    },
    setText(node, text) {
      own(node);
      nodeOps.setText(node, text);
    },
    parentNode(node) {
      own(node);
      return nodeOps.parentNode(node);
    },
    nextSibling(node) {
      own(node);
      return nodeOps.nextSibling(node);
    },
  };
}

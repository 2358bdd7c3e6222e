import type { Access } from '../common/access.ts';
import type { Snapshot } from '../common/snapshot.ts';

/** The app's page in one of its windows. */
export interface OpenPage {
  /** True for this page's web contents. */
  owns(sender: object): boolean;
  /** What the page's window may do now. */
  access(): Access;
  /** Sends the page a new snapshot; a page that is not there yet asks for it when it comes. */
  push(snapshot: Snapshot): void;
  /** Called when the page has been told what it may do: it is there now. */
  arrived(): void;
}

export interface OpenPages {
  /** Takes a page in; returns what takes it out again. */
  add(page: OpenPage): () => void;
  /** What the sender of a message may do; null when it is no page in a window this app opened. */
  accessOf(sender: object): Access | null;
  push(snapshot: Snapshot): void;
  /** The sender's page has been told what it may do. */
  arrived(sender: object): void;
}

/** The pages there are: whoever is not among them gets nothing, and each gets what its window may have. */
export function createOpenPages(): OpenPages {
  const pages = new Set<OpenPage>();
  return {
    add(page) {
      pages.add(page);
      return () => void pages.delete(page);
    },
    accessOf: (sender) => [...pages].find((page) => page.owns(sender))?.access() ?? null,
    push: (snapshot) => {
      for (const page of pages) page.push(snapshot);
    },
    arrived: (sender) => [...pages].find((page) => page.owns(sender))?.arrived(),
  };
}

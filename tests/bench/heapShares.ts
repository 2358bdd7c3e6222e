import type { CDPSession } from '@playwright/test';

export interface HeapShares {
  readonly ownBytes: number;
  readonly codeBytes: number;
}

interface HeapSnapshot {
  readonly snapshot: {
    readonly meta: { readonly node_fields: readonly string[]; readonly node_types: readonly [readonly string[]] };
  };
  /** One after the other, the fields of each node. */
  readonly nodes: readonly number[];
}

/**
 * What a page's heap is made of after a collection, in bytes. Code is what the engine makes of the program: it compiles what
 * runs often again and better, for hours, and holds it beside the bytecode with the notes it takes for that. That ends where
 * every function has been compiled for good, and no page can make it grow; a page that forgets nothing grows in the rest.
 */
export async function heapShares(session: CDPSession): Promise<HeapShares> {
  const chunks: string[] = [];
  const hear = ({ chunk }: { readonly chunk: string }): void => void chunks.push(chunk);
  session.on('HeapProfiler.addHeapSnapshotChunk', hear);
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  session.off('HeapProfiler.addHeapSnapshotChunk', hear);
  const { snapshot, nodes } = JSON.parse(chunks.join('')) as HeapSnapshot;
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const code = types[0].indexOf('code');
  const [type, size] = [fields.indexOf('type'), fields.indexOf('self_size')];
  if (code < 0 || type < 0 || size < 0) throw new Error('the heap snapshot has another form');
  let [ownBytes, codeBytes] = [0, 0];
  for (let at = 0; at < nodes.length; at += fields.length) {
    const bytes = nodes[at + size] ?? 0;
    if (nodes[at + type] === code) codeBytes += bytes;
    else ownBytes += bytes;
  }
  return { ownBytes, codeBytes };
}

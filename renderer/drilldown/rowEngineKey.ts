import type { InjectionKey } from 'vue';
import type { RowEngine } from './engine/protocol.ts';

/** How a dialog gets a worker for its rows; tests give it one that runs in the page. */
export const ROW_ENGINE: InjectionKey<() => RowEngine> = Symbol('row engine');

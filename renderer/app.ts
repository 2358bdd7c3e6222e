import { createPinia } from 'pinia';
import { createRenderer, patchProp, type App as VueApp } from 'vue';
import type { Transport } from '../common/contract.ts';
import App from './components/App.vue';
import { createWords } from './i18n.ts';
import type { ShellSide } from './shellSide.ts';
import { translatableNodeOps } from './translators.ts';

/** The screen as an app that is not mounted yet, over any transport. */
export function createWallApp(transport: Transport, boardId: string | null, shell: ShellSide): VueApp<Element> {
  const { createApp } = createRenderer({ ...translatableNodeOps(document.body), patchProp });
  const app = createApp(App, { transport, boardId, shell });
  app.use(createPinia());
  app.use(createWords());
  return app;
}

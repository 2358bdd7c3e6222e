import { defineAsyncComponent, type Component } from 'vue';
import { SECOND_MS } from '../../common/time.ts';
import PanelLoading from './PanelLoading.vue';
import PanelTrouble from './PanelTrouble.vue';

/** A panel that is there sooner than this was never said to be loading. */
const LOADING_AFTER_MS = 300;
/** A part that has not come by then does not come. */
const GIVE_UP_AFTER_MS = 20 * SECOND_MS;

type Loader<C extends Component> = () => Promise<{ readonly default: C }>;

/** A panel whose code is fetched when it is first opened. */
export const lazyPanel = <C extends Component>(loader: Loader<C>): C =>
  defineAsyncComponent<C>({
    loader,
    delay: LOADING_AFTER_MS,
    timeout: GIVE_UP_AFTER_MS,
    loadingComponent: PanelLoading,
    errorComponent: PanelTrouble,
    // A panel comes at once or says that it loads; nothing above waits for it.
    suspensible: false,
  });

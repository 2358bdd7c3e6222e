import { makeCodec } from '../codec.ts';
import { makeLink } from './link.ts';
import { pageWorld } from './pageWorld.ts';
import { preloadWorld } from './preloadWorld.ts';

/** The isolated world's name, as Electron calls it. */
export const ISOLATED_WORLD = 'Electron Isolated Context';
/** The binding through which the isolated world reaches the main process. */
export const POST_BINDING = '__standinPost';

/** Preloads run in main frames only (`nodeIntegrationInSubFrames` is off). */
const inMainFrame = (body: string): string => `if (window === window.top) { ${body} }`;

export const pageScript = (secret: string): string =>
  inMainFrame(`(${pageWorld})((${makeLink})('page', ${JSON.stringify(secret)}));`);

/** What is dropped on a page goes nowhere unless the page takes it, or the window says otherwise (`navigateOnDragDrop`). */
export const DROPS_STAY = `for (const name of ['dragenter', 'dragover', 'drop'])
  window.addEventListener(name, (event) => event.preventDefault());`;

/** @param preload text of the app's preload script */
export const preloadScript = (secret: string, preload: string): string =>
  inMainFrame(
    `(${preloadWorld})((${makeLink})('preload', ${JSON.stringify(secret)}), (${makeCodec})(),
      (require, module, exports) => {\n${preload}\n});`,
  );

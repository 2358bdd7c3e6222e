import '@fontsource-variable/inter/wght.css';
import '@fontsource/ibm-plex-sans-arabic/arabic-400.css';
import '@fontsource/ibm-plex-sans-arabic/arabic-600.css';
import '@fontsource/ibm-plex-sans-arabic/arabic-700.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/forcedColors.css';
import './styles/wall.css';
import './styles/header.css';
import './styles/strips.css';
import './styles/tile.css';
import './styles/night.css';
import './styles/opener.css';
import './styles/setup.css';
import type { WallboardBridge } from '../common/bridge.ts';
import type { Transport } from '../common/contract.ts';
import { createWallApp } from './app.ts';
import { watchIdle } from './idlePointer.ts';
import { BARE_SHELL, keepInAddress, type ShellSide } from './shellSide.ts';
import { createHttpTransport, tokenOf } from './transport/http.ts';
import { showRememberedTheme } from './theme.ts';
import { createIpcTransport } from './transport/ipc.ts';

declare global {
  interface Window {
    /** There in the desktop app only. */
    readonly wallboard?: WallboardBridge;
  }
}

/** The transport, and the shell around the page. */
function chooseShell(): readonly [Transport, ShellSide] {
  const { wallboard } = window;
  const common = { ...BARE_SHELL, keepBoard: keepInAddress, reload: () => location.reload() };
  if (wallboard)
    return [
      createIpcTransport(wallboard),
      { ...common, kind: 'desktop', onPanel: (listener) => wallboard.onPanel(listener) },
    ];
  const token = tokenOf(location.hash);
  // The token must not stay in the address bar, in the history or in a bookmark.
  if (token !== null) history.replaceState(history.state, '', location.pathname + location.search);
  // A control link pasted over the open wall changes the fragment only, which loads nothing by itself.
  addEventListener('hashchange', () => {
    if (tokenOf(location.hash) !== null) location.reload();
  });
  const transport = createHttpTransport(token);
  return [transport, { ...common, linkTrouble: transport.linkTrouble }];
}

showRememberedTheme();
const place = document.querySelector('#app');
if (place) {
  place.textContent = '';
  const [transport, shell] = chooseShell();
  createWallApp(transport, new URLSearchParams(location.search).get('board'), shell).mount(place);
}
watchIdle(document);

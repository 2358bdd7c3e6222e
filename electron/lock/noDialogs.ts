import type { App, WebContents } from 'electron';

type AskingApp = Pick<App, 'on'>;

/**
 * Answers for nobody whatever would otherwise be asked of somebody: a password for a server or a proxy, a certificate of the
 * user's, trust in a broken certificate, and whether a page may be left. On a wall there is nobody to answer, and a dialog is
 * a way out of a kiosk.
 */
export function refuseDialogs(app: AskingApp): void {
  app.on('login', (event, _contents, _details, _authInfo, answer) => {
    event.preventDefault();
    answer();
  });
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault();
    answer(false);
  });
  // Electron's own choice would be the first certificate of the store, which says who this machine is.
  app.on('select-client-certificate', (event, _contents, _url, _certificates, answer) => {
    event.preventDefault();
    answer();
  });
  app.on('web-contents-created', (_event, contents) => neverAskToStay(contents));
}

/** A page's wish to stay is not asked about: reloading and closing win. */
function neverAskToStay(contents: Pick<WebContents, 'on'>): void {
  contents.on('will-prevent-unload', (event) => event.preventDefault());
}

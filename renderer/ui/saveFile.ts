/** Long enough for every browser to have begun reading the file; a URL revoked at once can come to nothing. */
const REVOKE_AFTER_MS = 60_000;

/** What no file system takes in a name, and what would hide the file. */
const NOT_IN_NAMES = /[\\/:*?"<>|\p{Cc}]+|^\.+/gu;

/** Whether the file at an address was saved, once the desktop app knows; at once in a browser. */
function outcomeOf(address: string): Promise<boolean> {
  const { wallboard } = window;
  if (!wallboard) return Promise.resolve(true);
  return new Promise((resolve) => {
    const stop = wallboard.onSaved((outcome) => {
      if (outcome.address !== address) return;
      stop();
      resolve(outcome.saved);
    });
  });
}

/**
 * Offers a file for saving: the browser downloads it, the desktop app shows its own save dialog for the same download.
 * @param name such as `experia-waiting-time-2026-11-23.csv`; what no file system takes is replaced
 * @returns whether it was saved: false when the dialog of the desktop app was cancelled. A browser does not say.
 */
export function saveFile(file: Blob, name: string): Promise<boolean> {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name.replace(NOT_IN_NAMES, '-');
  link.hidden = true;
  document.body.append(link);
  const saved = outcomeOf(url);
  link.click();
  link.remove();
  void saved.then(() => setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS));
  return saved;
}

/** Long enough for every browser to have begun reading the file; a URL revoked at once can come to nothing. */
const REVOKE_AFTER_MS = 60_000;

/** What no file system takes in a name, and what would hide the file. */
const NOT_IN_NAMES = /[\\/:*?"<>|\p{Cc}]+|^\.+/gu;

/**
 * Offers a file for saving: the browser downloads it, the desktop app shows its own save dialog for the same download.
 * @param name such as `experia-waiting-time-2026-11-23.csv`; what no file system takes is replaced
 */
export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name.replace(NOT_IN_NAMES, '-');
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS);
}

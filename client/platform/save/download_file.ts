/**
 * Saves a file by the browser's own download, where there is no save dialog: the
 * click that accepted the file is enough.
 *
 * @module
 */

/** Time after which a browser has opened the address of a download. */
const DOWNLOAD_START_MS = 60_000;

/** Downloads a blob under a name. */
export function downloadBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  downloadFile(url, name);
  setTimeout(() => URL.revokeObjectURL(url), DOWNLOAD_START_MS);
}

/** Downloads an address of this page under a name. */
export function downloadFile(url: string, name: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
}

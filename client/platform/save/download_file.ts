/**
 * Saves a received file by the browser's own download, where there is no save
 * dialog: the click that accepted the file is enough.
 *
 * @module
 */

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

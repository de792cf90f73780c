/**
 * Runs in the page before its own scripts: answers the save dialog with a file
 * of the page's private folder, so that writing is real and a test can read
 * the result. Writing can be paused on its way to the worker that writes.
 *
 * @module
 */
(() => {
  const written = new Map();
  let heldAt = Infinity;
  let release = () => {};
  let released = Promise.resolve();

  /** Pauses writing when a file has this many bytes, until `go`. */
  function holdAt(bytes) {
    heldAt = bytes;
    released = new Promise((resolve) => release = resolve);
  }

  function go() {
    heldAt = Infinity;
    release();
  }

  const folder = () => navigator.storage.getDirectory();

  /** Names of the files that the worker writes, by the number of the page. */
  const names = new Map();
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, transfer) {
    const { kind, file, target, chunks } = message.request ?? {};
    if (kind === "open") {
      names.set(file, target.handle?.name);
      written.set(target.handle?.name, 0);
    }
    if (kind !== "write") return post.call(this, message, transfer);
    const name = names.get(file);
    const pass = () => {
      const length = chunks.reduce((sum, { length }) => sum + length, 0);
      post.call(this, message, transfer);
      written.set(name, written.get(name) + length);
    };
    if (written.get(name) >= heldAt) void released.then(pass);
    else pass();
  };

  globalThis.showSaveFilePicker = async ({ suggestedName: name }) =>
    await (await folder()).getFileHandle(name, { create: true });

  /** SHA-256 in hex and size of a saved file, or null when there is none. */
  async function saved(name) {
    try {
      const handle = await (await folder()).getFileHandle(name);
      const file = await handle.getFile();
      const hash = await crypto.subtle.digest(
        "SHA-256",
        await file.arrayBuffer(),
      );
      const hex = [...new Uint8Array(hash)]
        .map((byte) => byte.toString(16).padStart(2, "0")).join("");
      return { size: file.size, sha256: hex };
    } catch {
      return null;
    }
  }

  globalThis.maruSaved = {
    holdAt,
    go,
    saved,
    /** Bytes passed to the worker, repeated ones counted twice. */
    written: (name) => written.get(name) ?? 0,
  };
})();

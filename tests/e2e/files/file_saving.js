/**
 * Runs in the page before its own scripts: answers the save dialog with a file
 * of the page's private folder, so that writing is real and a test can read
 * the result. Writing can be paused.
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

  function watched(handle, name) {
    return {
      getFile: () => handle.getFile(),
      createWritable: async () => {
        const writable = await handle.createWritable();
        written.set(name, 0);
        return {
          write: async (bytes) => {
            if (written.get(name) >= heldAt) await released;
            await writable.write(bytes);
            written.set(name, written.get(name) + bytes.length);
          },
          close: () => writable.close(),
          abort: () => writable.abort(),
        };
      },
      remove: async () => (await folder()).removeEntry(name),
    };
  }

  globalThis.showSaveFilePicker = async ({ suggestedName: name }) =>
    watched(await (await folder()).getFileHandle(name, { create: true }), name);

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
    /** Bytes passed to the writer, repeated ones counted twice. */
    written: (name) => written.get(name) ?? 0,
  };
})();

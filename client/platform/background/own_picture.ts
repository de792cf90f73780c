/**
 * The person's own picture for the background. It is kept in this browser
 * (IndexedDB) and is never sent anywhere, except as a part of the video.
 *
 * @module
 */

const DATABASE = "maru-background";
const STORE = "pictures";
const KEY = "own";
/** Size that the picture is reduced to. */
const MAX_SIZE = { width: 1280, height: 720 } as const;
/** Larger files are refused unread. */
const MAX_FILE_BYTES = 50_000_000;

/** Keeps a picture from a file; false when it is not a picture or cannot be kept. */
export async function keepOwnPicture(file: Blob): Promise<boolean> {
  try {
    if (file.size > MAX_FILE_BYTES) return false;
    const picture = await shrink(file);
    await transact("readwrite", (store) => store.put(picture, KEY));
    return true;
  } catch {
    return false;
  }
}

/** The kept picture, or null. */
export async function readOwnPicture(): Promise<Blob | null> {
  try {
    const found = await transact("readonly", (store) => store.get(KEY));
    return found instanceof Blob ? found : null;
  } catch {
    return null;
  }
}

/** Deletes the kept picture. */
export async function deleteOwnPicture(): Promise<void> {
  await transact("readwrite", (store) => store.delete(KEY)).catch(() => {});
}

/** The picture in at most {@linkcode MAX_SIZE}, without the metadata of the file. */
async function shrink(file: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(
    1,
    Math.max(MAX_SIZE.width / bitmap.width, MAX_SIZE.height / bitmap.height),
  );
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext("2d")?.drawImage(
    bitmap,
    0,
    0,
    canvas.width,
    canvas.height,
  );
  bitmap.close();
  return await new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => blob ? resolve(blob) : reject(new Error("Not encoded")),
      "image/jpeg",
      0.9,
    )
  );
}

async function transact<T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await resultOf(opening);
  try {
    return await resultOf(act(
      database.transaction(STORE, mode).objectStore(STORE),
    ));
  } finally {
    database.close();
  }
}

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

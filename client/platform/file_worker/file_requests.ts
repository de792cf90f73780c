/**
 * Requests of the page to the worker that reads, hashes and writes files, and
 * its answers.
 *
 * @module
 */

/** The part of `FileSystemSyncAccessHandle` that is used. */
export interface SyncFileAccess {
  write(bytes: Uint8Array, options: { readonly at: number }): number;
  flush(): unknown;
  close(): unknown;
}

/** The part of `FileSystemWritableFileStream` that is used. */
export interface WritableFile {
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  close(): Promise<void>;
  abort(): Promise<void>;
}

/** The part of `FileSystemFileHandle` that a worker uses; a browser may lack either method. */
export interface FileHandle {
  createSyncAccessHandle?(): Promise<SyncFileAccess>;
  createWritable?(): Promise<WritableFile>;
}

/** Where a received file is written. */
export type WriteTarget =
  /** A file that the person picked. */
  | { readonly kind: "picked"; readonly handle: FileHandle }
  /** A file of the origin private file system. */
  | { readonly kind: "private"; readonly handle: FileHandle }
  | { readonly kind: "memory" };

/** A block of a file to send. */
export interface ReadBlock {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Checksum of the whole file in hex, once all of it was read. */
  readonly sha256: string | null;
}

/** A request. `file` is a number that the page chose for a source or a sink. */
export type FileRequest =
  | {
    readonly kind: "read";
    readonly file: number;
    readonly content: Blob;
    readonly start: number;
    readonly end: number;
  }
  | { readonly kind: "forget"; readonly file: number }
  | {
    readonly kind: "open";
    readonly file: number;
    readonly target: WriteTarget;
  }
  | {
    readonly kind: "write";
    readonly file: number;
    readonly chunks: readonly Uint8Array<ArrayBuffer>[];
  }
  | { readonly kind: "digest"; readonly file: number }
  | { readonly kind: "close"; readonly file: number }
  | { readonly kind: "abort"; readonly file: number };

/** Result of each request. */
export interface FileResults {
  readonly read: ReadBlock;
  readonly forget: null;
  readonly open: null;
  readonly write: null;
  /** Checksum of all that was written, in hex. */
  readonly digest: string;
  /** The content of a file in memory, otherwise null. */
  readonly close: Blob | null;
  readonly abort: null;
}

/** Message to the worker. */
export interface FileRequestMessage {
  readonly number: number;
  readonly request: FileRequest;
}

/** Message of the worker: the answer to the request of this number. */
export type FileAnswer =
  | {
    readonly number: number;
    readonly result: FileResults[keyof FileResults];
  }
  | { readonly number: number; readonly error: string };

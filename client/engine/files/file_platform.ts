/**
 * Browser functions that file transfers use, and the status of a transfer.
 *
 * @module
 */
import type { TransferEndReason } from "./file_messages.ts";

/** The part of `File` that is used. */
export interface SourceFile {
  readonly name: string;
  readonly size: number;
}

/** A block of a file to send. */
export interface SourceBlock {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Checksum of the whole file in hex, once all of it was read. */
  readonly sha256: string | null;
}

/** Reads a file to send, and hashes it once for all receivers. */
export interface SourceReader {
  /**
   * Bytes from `start` to `end`; rejects when the file has changed. No reader
   * may begin beyond what has been read, or the hash would have a gap.
   */
  read(start: number, end: number): Promise<SourceBlock>;
  /** Nothing more is read. */
  close(): void;
}

/** A received file after its last byte was written. */
export interface SavedFileHandle {
  /** Download address; null when it is on disk already. */
  readonly url: string | null;
  /** Frees the storage behind `url`. */
  dispose(): void;
}

/** Writable target of one received file. */
export interface FileSink {
  /** Writes and hashes; takes the buffers. Resolves when more may be written. */
  write(chunks: readonly Uint8Array<ArrayBuffer>[]): Promise<void>;
  /** Checksum in hex of all that was written; nothing is written afterwards. */
  sha256(): Promise<string>;
  /** Completes the file, whose checksum matched. */
  close(): Promise<SavedFileHandle>;
  /** Discards what was written. */
  abort(): Promise<void>;
}

/** Why there is no sink: the person closed the dialog, or the browser cannot save. */
export type FileSinkRefusal = "dismissed" | "too-big" | "unwritable";

/** Storage of the browser for received files. */
export interface SaveTarget {
  /** Largest file that can be saved now, in bytes. */
  maxBytes(): number;
  /** Opens a sink; a save dialog needs a user gesture. */
  open(name: string, size: number): Promise<FileSink | FileSinkRefusal>;
}

/** Browser functions of file transfers. */
export interface FilePlatform {
  /** Loads what transfers need, while the server answers. */
  readonly prepare: () => void;
  readonly openSource: (file: SourceFile) => SourceReader;
  /** 32 random bits. */
  readonly randomUint32: () => number;
  readonly target: SaveTarget;
  /** Saves a complete file that is not at its place yet. */
  readonly download: (url: string, name: string) => void;
}

/** Status of a file to or from one member. */
export type TransferStatus =
  | { readonly kind: "offered" }
  | { readonly kind: "moving" }
  /** All bytes are sent; the receiver writes and verifies. */
  | { readonly kind: "checking" }
  | { readonly kind: "done" }
  | {
    readonly kind: "ended";
    /** `left`: the other member left the call. */
    readonly reason: TransferEndReason | "left";
    /** True when the other side ended it. */
    readonly isByPeer: boolean;
  };

/** True for a final status. */
export function isTransferOver({ kind }: TransferStatus): boolean {
  return kind === "done" || kind === "ended";
}

/**
 * What the transfer of files takes from the browser, and what a transfer is
 * seen as from outside.
 *
 * @module
 */
import type { TransferEndReason } from "./file_messages.ts";

/** A SHA-256 that is fed piece by piece. */
export interface Hash {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
}

/** Ends a hash: its digest in hex. */
export function digestHex(hash: Hash): string {
  const bytes = [...hash.digest()];
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The part of the browser's `File` that is read. */
export interface SourceFile {
  readonly name: string;
  readonly size: number;
  slice(start: number, end: number): {
    arrayBuffer(): Promise<ArrayBuffer>;
  };
}

/** Where a received file ended up. */
export interface SavedFileHandle {
  /** Address to save it from; null when it is on the disk already. */
  readonly url: string | null;
  /** Lets go of what `url` holds. */
  dispose(): void;
}

/** Where the bytes of one received file go, in order. */
export interface FileSink {
  /** Resolves when there is room for more. */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** The bytes are all there and right. */
  close(): Promise<SavedFileHandle>;
  /** Throws away what was written. */
  abort(): Promise<void>;
}

/** Why there is no sink: the person changed their mind, or the browser cannot. */
export type FileSinkRefusal = "dismissed" | "too-big" | "unwritable";

/** The place that the browser has for received files. */
export interface SaveTarget {
  /** Largest file that can be taken now, in bytes. */
  maxBytes(): number;
  /** Called in the click of a person, which a dialog needs. */
  open(name: string, size: number): Promise<FileSink | FileSinkRefusal>;
}

/** Everything that files take from the browser. */
export interface FilePlatform {
  readonly makeHash: () => Hash;
  /** 32 random bits. */
  readonly randomUint32: () => number;
  readonly target: SaveTarget;
}

/** How far a file is on its way to one member. */
export type TransferStatus =
  | { readonly kind: "offered" }
  | { readonly kind: "moving" }
  /** All bytes are sent or written, the receiver compares. */
  | { readonly kind: "checking" }
  | { readonly kind: "done" }
  | {
    readonly kind: "ended";
    /** `left`: the other member is gone. */
    readonly reason: TransferEndReason | "left";
    /** True when the other side ended it. */
    readonly isByPeer: boolean;
  };

/** True when nothing more will come of it. */
export function isTransferOver({ kind }: TransferStatus): boolean {
  return kind === "done" || kind === "ended";
}

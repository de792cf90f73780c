/**
 * Text messages of the `files` channel between sender and receiver of a file.
 * Chunks are binary: see `chunk_frame.ts`.
 *
 * @module
 */
import * as v from "valibot";
import { asRecord, parseJson } from "../json.ts";
import {
  MAX_FILE_BYTES,
  MAX_FILE_MESSAGE_CHARS,
  MAX_OPEN_TRANSFERS,
} from "./file_limits.ts";

/** Why a transfer ended before its file was complete. */
export type TransferEndReason = typeof TRANSFER_END_REASONS[number];

/** All reasons, as they are sent. */
export const TRANSFER_END_REASONS = [
  /** A person cancelled it. */
  "cancelled",
  /** The receiver refused it. */
  "refused",
  /** Larger than the receiver's browser can save. */
  "too-big",
  /** The receiver has too many open offers of this sender. */
  "too-many",
  /** The receiver could not write. */
  "unwritable",
  /** The sender could not read: the file was changed or removed. */
  "unreadable",
  /** The checksum did not match. */
  "checksum",
  /** The other page violated the protocol of the channel. */
  "protocol",
] as const;

/** Integer from 0 to `max`. */
function integerTo(max: number) {
  return v.pipe(
    v.number(),
    v.check((n) => Number.isSafeInteger(n) && n >= 0 && n <= max),
  );
}

const byteCount = integerTo(MAX_FILE_BYTES);
/** Id of a file: 32 bits, chosen at random by its sender. */
const id = integerTo(2 ** 32 - 1);
/** An unknown reason of a newer page counts as `cancelled`. */
const reason = v.fallback(v.picklist(TRANSFER_END_REASONS), "cancelled");

/**
 * Name of the checksum: each step is SHA-256 of the previous value, 32 zero
 * bytes at first, and the next block of 1 MiB.
 */
export const CHECKSUM = "sha256-chain";

/** Message of each kind. */
const FILE_MESSAGE_SCHEMAS = {
  /** From both, first on each channel: ids of all files offered or in transfer. */
  hello: v.object({
    kind: v.picklist(["hello"]),
    /** Checksum of `done`; earlier versions have another one and do not name it. */
    checksum: v.picklist([CHECKSUM]),
    offers: v.pipe(
      v.array(id),
      v.check(({ length }) => length <= MAX_OPEN_TRANSFERS),
    ),
  }),
  /** From the sender. */
  offer: v.object({
    kind: v.picklist(["offer"]),
    id,
    name: v.string(),
    size: byteCount,
  }),
  /** From the sender after the last chunk; `sha256` is the checksum of the whole file, in hex. */
  done: v.object({
    kind: v.picklist(["done"]),
    id,
    sha256: v.pipe(v.string(), v.check((hex) => /^[0-9a-f]{64}$/.test(hex))),
  }),
  /** From the sender. */
  cancel: v.object({ kind: v.picklist(["cancel"]), id, reason }),
  /** From the receiver: send, beginning at `offset`. */
  accept: v.object({ kind: v.picklist(["accept"]), id, offset: byteCount }),
  /** From the receiver: everything before `offset` is written. */
  ack: v.object({ kind: v.picklist(["ack"]), id, offset: byteCount }),
  /** From the receiver: the file is complete and its checksum matched. */
  received: v.object({ kind: v.picklist(["received"]), id }),
  /** From the receiver. */
  refuse: v.object({ kind: v.picklist(["refuse"]), id, reason }),
};

type FileMessageSchemas = typeof FILE_MESSAGE_SCHEMAS;

/** A text message of the `files` channel. */
export type FileMessage = Readonly<
  v.InferOutput<FileMessageSchemas[keyof FileMessageSchemas]>
>;

/** Reads a message of another member, or null when it is malformed or unknown. */
export function parseFileMessage(data: string): FileMessage | null {
  if (data.length > MAX_FILE_MESSAGE_CHARS) return null;
  const message = asRecord(parseJson(data));
  const kind = message?.kind;
  if (!isFileMessageKind(kind)) return null;
  const { success, output } = v.safeParse(FILE_MESSAGE_SCHEMAS[kind], message);
  return success ? output : null;
}

function isFileMessageKind(kind: unknown): kind is keyof FileMessageSchemas {
  return typeof kind === "string" && Object.hasOwn(FILE_MESSAGE_SCHEMAS, kind);
}

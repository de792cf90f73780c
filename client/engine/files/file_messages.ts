/**
 * The messages of the `files` channel that are text: what a sender and a
 * receiver of a file tell each other. Pieces of files are in `chunk_frame.ts`.
 *
 * @module
 */
import { asRecord, parseJson } from "../signaling/decode_server_message.ts";
import {
  MAX_FILE_BYTES,
  MAX_FILE_MESSAGE_CHARS,
  MAX_OPEN_TRANSFERS,
} from "./file_limits.ts";

/** Why a transfer ended before its file was there. */
export type TransferEndReason = typeof TRANSFER_END_REASONS[number];

/** Every reason that goes over the wire. */
export const TRANSFER_END_REASONS = [
  /** A person stopped it. */
  "cancelled",
  /** The receiver did not want it. */
  "refused",
  /** More than the receiver's browser can keep. */
  "too-big",
  /** The receiver has as many offers of this sender as it takes. */
  "too-many",
  /** The receiver could not write. */
  "unwritable",
  /** The sender could not read: the file was changed, or is gone. */
  "unreadable",
  /** The bytes that arrived are not those of the file. */
  "checksum",
  /** The other page broke the rules of the channel. */
  "protocol",
] as const;

/** A message of the sender of a file. */
export type FileSenderMessage =
  /** First on each channel: all files that are still on offer or under way. */
  | { readonly kind: "hello"; readonly offers: readonly number[] }
  | {
    readonly kind: "offer";
    readonly id: number;
    readonly name: string;
    readonly size: number;
  }
  /** All pieces were sent; `sha256` is of the whole file, in hex. */
  | { readonly kind: "done"; readonly id: number; readonly sha256: string }
  | {
    readonly kind: "cancel";
    readonly id: number;
    readonly reason: TransferEndReason;
  };

/** A message of the receiver of a file. */
export type FileReceiverMessage =
  /** Send, beginning at `offset`. */
  | { readonly kind: "accept"; readonly id: number; readonly offset: number }
  /** Everything before `offset` is written. */
  | { readonly kind: "ack"; readonly id: number; readonly offset: number }
  /** The file is there, and its bytes are right. */
  | { readonly kind: "received"; readonly id: number }
  | {
    readonly kind: "refuse";
    readonly id: number;
    readonly reason: TransferEndReason;
  };

/** A message about files that is text. */
export type FileMessage = FileSenderMessage | FileReceiverMessage;

/** Reads a message of another member, or null when it is none. */
export function parseFileMessage(data: string): FileMessage | null {
  if (data.length > MAX_FILE_MESSAGE_CHARS) return null;
  const fields = asRecord(parseJson(data));
  if (!fields) return null;
  const { kind, id } = fields;
  if (kind === "hello") return parseHello(fields.offers);
  if (!isFileId(id)) return null;
  switch (kind) {
    case "offer": {
      const { name, size } = fields;
      return typeof name === "string" && isFileSize(size)
        ? { kind, id, name, size }
        : null;
    }
    case "accept":
    case "ack": {
      const { offset } = fields;
      return isFileSize(offset) ? { kind, id, offset } : null;
    }
    case "done": {
      const { sha256 } = fields;
      return typeof sha256 === "string" && /^[0-9a-f]{64}$/.test(sha256)
        ? { kind, id, sha256 }
        : null;
    }
    case "received":
      return { kind, id };
    case "cancel":
    case "refuse":
      return { kind, id, reason: parseEndReason(fields.reason) };
    default:
      return null;
  }
}

function parseHello(offers: unknown): FileMessage | null {
  return Array.isArray(offers) && offers.length <= MAX_OPEN_TRANSFERS &&
      offers.every(isFileId)
    ? { kind: "hello", offers }
    : null;
}

/** A reason that is not known is that of a person. */
function parseEndReason(value: unknown): TransferEndReason {
  return TRANSFER_END_REASONS.find((reason) => reason === value) ?? "cancelled";
}

/** True for the number of a file: 32 bits, chosen at random by its sender. */
function isFileId(value: unknown): value is number {
  return isFileSize(value) && value < 2 ** 32;
}

function isFileSize(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) &&
    value >= 0 && value <= MAX_FILE_BYTES;
}

/**
 * Texts for the states of a file transfer.
 *
 * @module
 */
import type { TransferProgress } from "../../engine/files/shared_file_list.ts";
import type { TransferStatus } from "../../engine/files/file_platform.ts";
import type { StringKey } from "../../strings/en.ts";

type EndedStatus = TransferStatus & { readonly kind: "ended" };

/** Text when this page ended the transfer, and when the peer did. */
const END_REASON_KEYS: Readonly<
  Record<EndedStatus["reason"], readonly [own: StringKey, theirs: StringKey]>
> = {
  "cancelled": ["fileCancelled", "fileCancelledBy"],
  "refused": ["fileRefused", "fileRefusedBy"],
  "too-big": ["fileTooBig", "fileTooBigFor"],
  "too-many": ["fileTooManyFor", "fileTooManyFor"],
  "unwritable": ["fileUnwritable", "fileUnwritableBy"],
  "unreadable": ["fileUnreadable", "fileUnreadableBy"],
  "checksum": ["fileDamaged", "fileDamagedBy"],
  "protocol": ["fileProtocol", "fileProtocol"],
  "left": ["fileLeft", "fileLeft"],
};

/** Circumstances that change the text of a state. */
export interface TransferContext {
  readonly isOwn: boolean;
  readonly isDisconnected: boolean;
  /** True when it is complete in memory and can be downloaded. */
  readonly hasDownloadUrl: boolean;
  /** True when the page knows the largest file that it can receive. */
  readonly hasSizeLimit: boolean;
}

/** Key of the text for the state of a transfer. */
export function transferStatusKeyOf(
  { status, bytes }: Pick<TransferProgress, "status" | "bytes">,
  context: TransferContext,
): StringKey {
  const { isOwn, isDisconnected, hasDownloadUrl, hasSizeLimit } = context;
  switch (status.kind) {
    case "offered":
      return isDisconnected ? "fileCut" : "fileWaiting";
    case "moving":
      if (isDisconnected) return "fileCut";
      return bytes === 0 ? "fileStarting" : "fileMoving";
    case "checking":
      return isDisconnected ? "fileCut" : "fileChecking";
    case "done":
      if (isOwn) return "fileSent";
      return hasDownloadUrl ? "fileReady" : "fileSaved";
    case "ended": {
      if (status.reason === "too-big" && hasSizeLimit) return "fileTooBigMax";
      const [own, theirs] = END_REASON_KEYS[status.reason];
      return status.isByPeer ? theirs : own;
    }
  }
}

/**
 * Puts the state of a file on its way into words.
 *
 * @module
 */
import type { TransferProgress } from "../../engine/files/shared_file_list.ts";
import type { FileNotice } from "../../engine/files/file_transfers.ts";
import type { TransferStatus } from "../../engine/files/file_platform.ts";
import type { StringKey } from "../../strings/en.ts";

/** The sentence of each notice about files. */
export const FILE_NOTICE_KEYS: Readonly<Record<FileNotice, StringKey>> = {
  "file-offered": "noticeFileOffered",
  "file-received": "noticeFileReceived",
  "file-sent": "noticeFileSent",
  "file-ended": "noticeFileEnded",
  "file-nobody": "noticeFileNobody",
  "file-too-many": "noticeFileTooMany",
};

type EndedStatus = TransferStatus & { readonly kind: "ended" };

/** Sentence when we ended it, and when the other side did. */
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

/** What a line is about, besides its state. */
export interface TransferContext {
  readonly isOwn: boolean;
  /** True while there is no connection to the member. */
  readonly isDisconnected: boolean;
  /** True when it is here and waits to be saved. */
  readonly hasDownloadUrl: boolean;
  /** True when the page can say how large a file it takes. */
  readonly hasSizeLimit: boolean;
}

/** The sentence for the state of a transfer. */
export function transferStatusKeyOf(
  { status, bytes }: Pick<TransferProgress, "status" | "bytes">,
  place: TransferContext,
): StringKey {
  const { isOwn, isDisconnected, hasDownloadUrl, hasSizeLimit } = place;
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

/**
 * Puts the state of a file on its way into words.
 *
 * @module
 */
import type { FileTransfer } from "../../engine/files/file_lines.ts";
import type { FileNotice } from "../../engine/files/file_sharing.ts";
import type { TransferStatus } from "../../engine/files/file_platform.ts";
import type { StringKey } from "../../strings/en.ts";

/** The sentence of each notice about files. */
export const FILE_NOTICES: Readonly<Record<FileNotice, StringKey>> = {
  "file-offered": "noticeFileOffered",
  "file-received": "noticeFileReceived",
  "file-sent": "noticeFileSent",
  "file-ended": "noticeFileEnded",
  "file-nobody": "noticeFileNobody",
  "file-too-many": "noticeFileTooMany",
};

type Ended = TransferStatus & { readonly kind: "ended" };

/** Sentence when we ended it, and when the other side did. */
const ENDINGS: Readonly<
  Record<Ended["reason"], readonly [own: StringKey, theirs: StringKey]>
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
export interface TransferPlace {
  readonly isOwn: boolean;
  /** True while there is no connection to the member. */
  readonly isCut: boolean;
  /** True when it is here and waits to be saved. */
  readonly hasUrl: boolean;
  /** True when the page can say how large a file it takes. */
  readonly hasMax: boolean;
}

/** The sentence for the state of a transfer. */
export function transferText(
  { status, bytes }: Pick<FileTransfer, "status" | "bytes">,
  place: TransferPlace,
): StringKey {
  const { isOwn, isCut, hasUrl, hasMax } = place;
  switch (status.kind) {
    case "offered":
      return isCut ? "fileCut" : "fileWaiting";
    case "moving":
      if (isCut) return "fileCut";
      return bytes === 0 ? "fileStarting" : "fileMoving";
    case "checking":
      return isCut ? "fileCut" : "fileChecking";
    case "done":
      if (isOwn) return "fileSent";
      return hasUrl ? "fileReady" : "fileSaved";
    case "ended": {
      if (status.reason === "too-big" && hasMax) return "fileTooBigMax";
      const [own, theirs] = ENDINGS[status.reason];
      return status.isByPeer ? theirs : own;
    }
  }
}

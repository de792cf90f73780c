/**
 * Joins the files to the call: their lines go into its state, what happens to
 * them becomes notices, and an offer counts as unread while the chat is closed.
 *
 * @module
 */
import type { CallState } from "../call/call_state.ts";
import type { Clock } from "../clock.ts";
import type { Notices } from "../call/notices.ts";
import type { Store } from "../store.ts";
import { FileTransfers } from "./file_transfers.ts";
import type { FilePlatform } from "./file_platform.ts";

/** What the files of a call are made of. */
export interface CallFilesOptions {
  readonly files: FilePlatform;
  readonly clock: Clock;
  /** Wall clock in Unix milliseconds. */
  readonly wallMs: () => number;
  readonly store: Store<CallState>;
  readonly notices: Notices;
  readonly nameOf: (peerId: string) => string;
}

/** The files of a call. */
export function makeCallFiles(options: CallFilesOptions): FileTransfers {
  const { store, notices } = options;
  return new FileTransfers({
    ...options,
    ...options.files,
    onFilesChange: (files) => store.set({ files }),
    onNotice: (notice, name) => {
      const { panel, unread } = store.get();
      if (notice === "file-offered" && panel !== "chat") {
        store.set({ unread: unread + 1 });
      }
      notices.post(notice, name);
    },
  });
}

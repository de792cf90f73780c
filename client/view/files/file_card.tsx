/**
 * A file in the chat: its name and size, how far it is for each receiver, and
 * what can be done with it.
 *
 * @module
 */
import type { JSX } from "preact";
import type {
  SharedFile,
  TransferProgress,
} from "../../engine/files/shared_file_list.ts";
import { isTransferOver } from "../../engine/files/file_platform.ts";
import type { Actions } from "../context/actions.ts";
import { formatFileSize } from "./file_size.ts";
import { transferStatusKeyOf } from "./transfer_text.ts";
import { Icon } from "../ui/icon.tsx";
import { useI18n, useText } from "../context/i18n.ts";

/** What a file shows. */
export interface FileCardProps {
  readonly line: SharedFile;
  /** Members to whom there is no connection now. */
  readonly disconnectedIds: ReadonlySet<string>;
  readonly actions: Actions;
}

/** One file, offered by us or by another. */
export function FileCard(
  { line, disconnectedIds, actions }: FileCardProps,
): JSX.Element {
  const text = useText();
  const { language } = useI18n();
  const { transfers, fileName, id } = line;
  const isOwn = line.from === null;
  const open = transfers.filter(({ status }) => !isTransferOver(status));
  return (
    <div
      class="file"
      role="group"
      aria-label={fileName}
      tabIndex={-1}
      data-testid="file"
      data-name={fileName}
    >
      <Icon name="file" />
      <div class="file-head">
        <bdi class="file-name" title={fileName}>{fileName}</bdi>
        <span class="file-size">{formatFileSize(line.size, language)}</span>
      </div>
      <ul class="file-transfers">
        {transfers.map((transfer) => (
          <TransferRow
            key={transfer.peerId}
            line={line}
            transfer={transfer}
            isCut={disconnectedIds.has(transfer.peerId)}
            actions={actions}
          />
        ))}
      </ul>
      {isOwn
        ? open.length > 1 && (
          <div class="file-actions">
            <button
              type="button"
              class="button is-small is-quiet"
              data-testid="file-cancel-all"
              aria-label={text("fileCancelAllOf", { file: fileName })}
              onClick={(event) => {
                focusFileCard(event.currentTarget);
                actions.cancelFile(id, null);
              }}
            >
              {text("fileCancelAll")}
            </button>
          </div>
        )
        : <ReceiverActions line={line} actions={actions} />}
    </div>
  );
}

function ReceiverActions(
  { line: { id, fileName: file, url, transfers }, actions }: Pick<
    FileCardProps,
    "line" | "actions"
  >,
): JSX.Element | null {
  const text = useText();
  if (url !== null) {
    return (
      <div class="file-actions">
        <a
          class="button is-small is-primary"
          data-testid="file-download"
          href={url}
          download={file}
          aria-label={text("fileDownloadOf", { file })}
        >
          <Icon name="save" />
          {text("fileDownload")}
        </a>
      </div>
    );
  }
  if (transfers[0]?.status.kind !== "offered") return null;
  return (
    <div class="file-actions">
      <button
        type="button"
        class="button is-small is-primary"
        data-testid="file-accept"
        aria-label={text("fileAcceptOf", { file })}
        onClick={(event) => {
          focusFileCard(event.currentTarget);
          actions.acceptFile(id);
        }}
      >
        <Icon name="save" />
        {text("fileAccept")}
      </button>
      <button
        type="button"
        class="button is-small is-quiet"
        data-testid="file-refuse"
        aria-label={text("fileRefuseOf", { file })}
        onClick={(event) => {
          focusFileCard(event.currentTarget);
          actions.refuseFile(id);
        }}
      >
        {text("fileRefuse")}
      </button>
    </div>
  );
}

/** A transfer to or from one member. */
function TransferRow(
  { line, transfer, isCut, actions }: {
    readonly line: SharedFile;
    readonly transfer: TransferProgress;
    readonly isCut: boolean;
    readonly actions: Actions;
  },
): JSX.Element {
  const text = useText();
  const { language } = useI18n();
  const { id, fileName: file, size, url, maxBytes } = line;
  const { peerId, status, bytes } = transfer;
  const isOwn = line.from === null;
  const name = transfer.name || text("guest");
  const key = transferStatusKeyOf(transfer, {
    isOwn,
    isDisconnected: isCut,
    hasDownloadUrl: url !== null,
    hasSizeLimit: maxBytes !== null,
  });
  const isMoving = status.kind === "moving" || status.kind === "checking";
  const state = text(key, {
    name,
    done: formatFileSize(bytes, language),
    total: formatFileSize(size, language),
    speed: formatFileSize(transfer.bytesPerSecond, language),
    max: formatFileSize(maxBytes ?? 0, language),
  });
  const showsState = isOwn || status.kind !== "offered" || isCut;
  return (
    <li class="file-transfer" data-testid="file-transfer" data-peer={peerId}>
      <span class={`file-state is-${status.kind}`} data-state={status.kind}>
        {isOwn && <b>{text("fileTo", { name })}</b>}
        {showsState && <span data-testid="file-state">{state}</span>}
      </span>
      {isMoving && (
        <progress
          class="file-progress"
          aria-label={text("fileProgress", { file, name })}
          max={Math.max(size, 1)}
          value={size === 0 ? 1 : bytes}
        />
      )}
      {(isMoving || (isOwn && status.kind === "offered")) && (
        <button
          type="button"
          class="file-cancel"
          data-testid="file-cancel"
          aria-label={isOwn
            ? text("fileCancelFor", { file, name })
            : text("fileCancelOf", { file })}
          onClick={(event) => {
            focusFileCard(event.currentTarget);
            if (isOwn) actions.cancelFile(id, peerId);
            else actions.refuseFile(id);
          }}
        >
          <Icon name="close" />
        </button>
      )}
    </li>
  );
}

/** The button goes with what it does: the focus moves to its file. */
function focusFileCard(button: HTMLElement): void {
  button.closest<HTMLElement>(".file")?.focus();
}

/**
 * A shared file in the chat: name, size, one row per transfer, and the actions
 * of sender or receiver.
 *
 * @module
 */
import type { JSX } from "preact";
import type { SharedFile } from "../../engine/files/shared_file_list.ts";
import { isPreviewable } from "../../engine/files/previewable_image.ts";
import { isTransferOver } from "../../engine/files/file_platform.ts";
import type { Actions } from "../context/actions.ts";
import { useI18n, useText } from "../context/i18n.ts";
import { Button, ButtonLink } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { useModule } from "../ui/use_module.ts";
import { focusFileCard } from "./file_focus.ts";
import { formatFileSize } from "./file_size.ts";
import { TransferRow } from "./transfer_row.tsx";

/** Input of a file card. */
export interface FileCardProps {
  readonly line: SharedFile;
  /** Members without a connection at the moment. */
  readonly disconnectedIds: ReadonlySet<string>;
  readonly actions: Actions;
}

/** A file that we or another member offered. */
export function FileCard(
  { line, disconnectedIds, actions }: FileCardProps,
): JSX.Element {
  const { language } = useI18n();
  const { transfers, fileName } = line;
  const isOwn = line.from === null;
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
      {line.url !== null && isPreviewable(fileName, line.size) && (
        <Preview url={line.url} fileName={fileName} />
      )}
      <ul class="file-transfers">
        {transfers.map((transfer) => (
          <TransferRow
            key={transfer.peerId}
            line={line}
            transfer={transfer}
            isDisconnected={disconnectedIds.has(transfer.peerId)}
            actions={actions}
          />
        ))}
      </ul>
      {isOwn
        ? <SenderActions line={line} actions={actions} />
        : <ReceiverActions line={line} actions={actions} />}
    </div>
  );
}

/** Preview of a received image; a file of its own, loaded with the first one. */
function Preview(
  props: { readonly url: string; readonly fileName: string },
): JSX.Element | null {
  const module = useModule(() => import("./image_preview.tsx"));
  return module && <module.ImagePreview {...props} />;
}

type FileActionsProps = Pick<FileCardProps, "line" | "actions">;

function SenderActions(
  { line: { id, fileName, transfers }, actions }: FileActionsProps,
): JSX.Element | null {
  const text = useText();
  const active = transfers.filter(({ status }) => !isTransferOver(status));
  if (active.length <= 1) return null;
  return (
    <div class="file-actions">
      <Button
        size="small"
        variant="quiet"
        testId="file-cancel-all"
        aria-label={text("fileCancelAllOf", { file: fileName })}
        onClick={({ currentTarget }) => {
          focusFileCard(currentTarget);
          actions.cancelFile(id, null);
        }}
      >
        {text("fileCancelAll")}
      </Button>
    </div>
  );
}

function ReceiverActions(
  { line: { id, fileName: file, url, transfers }, actions }: FileActionsProps,
): JSX.Element | null {
  const text = useText();
  if (url !== null) {
    return (
      <div class="file-actions">
        <ButtonLink
          size="small"
          variant="primary"
          icon="save"
          testId="file-download"
          href={url}
          download={file}
          aria-label={text("fileDownloadOf", { file })}
        >
          {text("fileDownload")}
        </ButtonLink>
      </div>
    );
  }
  if (transfers[0]?.status.kind !== "offered") return null;
  return (
    <div class="file-actions">
      <Button
        size="small"
        variant="primary"
        icon="save"
        testId="file-accept"
        aria-label={text("fileAcceptOf", { file })}
        onClick={({ currentTarget }) => {
          focusFileCard(currentTarget);
          actions.acceptFile(id);
        }}
      >
        {text("fileAccept")}
      </Button>
      <Button
        size="small"
        variant="quiet"
        testId="file-refuse"
        aria-label={text("fileRefuseOf", { file })}
        onClick={({ currentTarget }) => {
          focusFileCard(currentTarget);
          actions.refuseFile(id);
        }}
      >
        {text("fileRefuse")}
      </Button>
    </div>
  );
}

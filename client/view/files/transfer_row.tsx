/**
 * One transfer of a shared file: state, progress and a cancel button.
 *
 * @module
 */
import type { JSX } from "preact";
import type {
  SharedFile,
  TransferProgress,
} from "../../engine/files/shared_file_list.ts";
import type { Actions } from "../context/actions.ts";
import { useI18n, useText } from "../context/i18n.ts";
import { IconButton } from "../ui/button.tsx";
import { focusFileCard } from "./file_focus.ts";
import { formatFileSize } from "./file_size.ts";
import { transferStatusKeyOf } from "./transfer_text.ts";

interface TransferRowProps {
  readonly line: SharedFile;
  readonly transfer: TransferProgress;
  readonly isDisconnected: boolean;
  readonly actions: Actions;
}

/** Transfer to or from one member. */
export function TransferRow(props: TransferRowProps): JSX.Element {
  const { line, transfer, isDisconnected } = props;
  const text = useText();
  const stateText = useTransferText(props);
  const { fileName: file, size } = line;
  const { peerId, status, bytes } = transfer;
  const isOwn = line.from === null;
  const name = transfer.name || text("guest");
  const isMoving = status.kind === "moving" || status.kind === "checking";
  const showsState = isOwn || status.kind !== "offered" || isDisconnected;
  return (
    <li class="file-transfer" data-testid="file-transfer" data-peer={peerId}>
      <span class={`file-state is-${status.kind}`} data-state={status.kind}>
        {isOwn && <b>{text("fileTo", { name })}</b>}
        {showsState && <span data-testid="file-state">{stateText}</span>}
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
        <CancelButton {...props} name={name} />
      )}
    </li>
  );
}

function CancelButton(
  { line, transfer, actions, name }: TransferRowProps & {
    readonly name: string;
  },
): JSX.Element {
  const text = useText();
  const { id, fileName: file } = line;
  const isOwn = line.from === null;
  return (
    <IconButton
      icon="close"
      variant="bare"
      class="file-cancel"
      label={isOwn
        ? text("fileCancelFor", { file, name })
        : text("fileCancelOf", { file })}
      testId="file-cancel"
      onClick={({ currentTarget }) => {
        focusFileCard(currentTarget);
        if (isOwn) actions.cancelFile(id, transfer.peerId);
        else actions.refuseFile(id);
      }}
    />
  );
}

function useTransferText(
  { line, transfer, isDisconnected }: TransferRowProps,
): string {
  const text = useText();
  const { language } = useI18n();
  const { size, url, maxBytes } = line;
  const key = transferStatusKeyOf(transfer, {
    isOwn: line.from === null,
    isDisconnected,
    hasDownloadUrl: url !== null,
    hasSizeLimit: maxBytes !== null,
  });
  return text(key, {
    name: transfer.name || text("guest"),
    done: formatFileSize(transfer.bytes, language),
    total: formatFileSize(size, language),
    speed: formatFileSize(transfer.bytesPerSecond, language),
    max: formatFileSize(maxBytes ?? 0, language),
  });
}

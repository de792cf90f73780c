/**
 * Sends files that are dropped on the page of the call or pasted, and shows an
 * overlay while files are dragged over it.
 *
 * @module
 */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Actions } from "../context/actions.ts";
import { Icon } from "../ui/icon.tsx";
import { useText } from "../context/i18n.ts";

/** The overlay; nothing while no files are dragged. */
export function FileDrop(
  { actions }: { readonly actions: Actions },
): JSX.Element | null {
  const text = useText();
  const [isOver, setOver] = useState(false);
  useEffect(() => listenForFiles(actions, setOver), [actions]);
  if (!isOver) return null;
  return (
    <div class="file-drop" data-testid="file-drop" role="status">
      <div class="file-drop-card">
        <Icon name="clip" />
        <p>{text("dropFiles")}</p>
      </div>
    </div>
  );
}

function listenForFiles(
  actions: Actions,
  setOver: (isOver: boolean) => void,
): () => void {
  const send = (items: DataTransfer | null) => {
    const { files, hasFolder } = readItems(items);
    if (hasFolder) actions.refuseFolder();
    if (files.length === 0) return;
    actions.openPanel("chat");
    actions.sendFiles(files);
  };
  const drag = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    // Otherwise the browser would replace the call with the file.
    event.preventDefault();
    if (event.type === "drop") send(event.dataTransfer);
    // Moving to another element is also a dragleave, with a related target.
    const isOutside = event.type === "dragleave" &&
      event.relatedTarget === null;
    setOver(event.type !== "drop" && !isOutside);
  };
  const paste = (event: ClipboardEvent) => {
    if ((event.clipboardData?.files.length ?? 0) === 0) return;
    event.preventDefault();
    send(event.clipboardData);
  };
  const dragEvents = ["dragenter", "dragover", "dragleave", "drop"] as const;
  for (const name of dragEvents) addEventListener(name, drag);
  addEventListener("paste", paste);
  return () => {
    for (const name of dragEvents) removeEventListener(name, drag);
    removeEventListener("paste", paste);
  };
}

interface DroppedItems {
  readonly files: readonly File[];
  readonly hasFolder: boolean;
}

/** The files of a drop or paste, and whether it has a folder. */
function readItems(data: DataTransfer | null): DroppedItems {
  const items = [...data?.items ?? []].filter(({ kind }) => kind === "file");
  return {
    files: items.filter((item) => !isFolder(item))
      .flatMap((item) => item.getAsFile() ?? []),
    hasFolder: items.some(isFolder),
  };
}

/** Firefox on Android has no `webkitGetAsEntry`, and no folders to drop. */
function isFolder(item: DataTransferItem): boolean {
  return item.webkitGetAsEntry?.()?.isDirectory ?? false;
}

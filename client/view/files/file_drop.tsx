/**
 * Takes files that are dropped anywhere on the page of the call, or pasted,
 * and shows that they may be dropped while they are over it.
 *
 * @module
 */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Actions } from "../context/actions.ts";
import { Icon } from "../ui/icon.tsx";
import { useText } from "../context/i18n.ts";

/** Nothing, until files are dragged over the page. */
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
    const files = filesOf(items);
    if (files.length === 0) return;
    actions.openPanel("chat");
    actions.sendFiles(files);
  };
  const drag = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    // Without this the browser would open the file in place of the call.
    event.preventDefault();
    if (event.type === "drop") send(event.dataTransfer);
    // From one element to the next is not out of the window.
    const isOut = event.type === "dragleave" && event.relatedTarget === null;
    setOver(event.type !== "drop" && !isOut);
  };
  const paste = (event: ClipboardEvent) => {
    if ((event.clipboardData?.files.length ?? 0) === 0) return;
    event.preventDefault();
    send(event.clipboardData);
  };
  const drags = ["dragenter", "dragover", "dragleave", "drop"] as const;
  for (const name of drags) addEventListener(name, drag);
  addEventListener("paste", paste);
  return () => {
    for (const name of drags) removeEventListener(name, drag);
    removeEventListener("paste", paste);
  };
}

/** The files among what was dropped; folders cannot be sent. */
function filesOf(items: DataTransfer | null): readonly File[] {
  return [...items?.items ?? []].flatMap((item) => {
    if (item.kind !== "file" || item.webkitGetAsEntry()?.isDirectory) return [];
    return item.getAsFile() ?? [];
  });
}

/**
 * The button that chooses files to send, for who does not drag and drop.
 *
 * @module
 */
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import type { Actions } from "../context/actions.ts";
import { Icon } from "../ui/icon.tsx";
import { useText } from "../context/i18n.ts";

/** A paper clip that opens the browser's dialog. */
export function FileButton(
  { actions }: { readonly actions: Actions },
): JSX.Element {
  const text = useText();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        class="file-input"
        type="file"
        multiple
        hidden
        data-testid="file-input"
        onChange={({ currentTarget }) => {
          actions.sendFiles([...currentTarget.files ?? []]);
          // The same file may be chosen again.
          currentTarget.value = "";
        }}
      />
      <button
        type="button"
        class="round is-plain"
        data-testid="send-files"
        aria-label={text("sendFiles")}
        title={text("sendFiles")}
        onClick={() => input.current?.click()}
      >
        <Icon name="clip" />
      </button>
    </>
  );
}

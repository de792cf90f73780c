/**
 * The button of the composer that selects files to send.
 *
 * @module
 */
import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import type { Actions } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { IconButton } from "../ui/button.tsx";

/** Opens the file dialog of the browser. */
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
          // Otherwise selecting the same file again would fire no event.
          currentTarget.value = "";
        }}
      />
      <IconButton
        icon="clip"
        variant="plain"
        label={text("sendFiles")}
        testId="send-files"
        onClick={() => input.current?.click()}
      />
    </>
  );
}

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
import { FileInput } from "./file_input.tsx";

/** Opens the file dialog of the browser. */
export function FileButton(
  { actions }: { readonly actions: Actions },
): JSX.Element {
  const text = useText();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <FileInput
        inputRef={input}
        testId="file-input"
        onFiles={(files) => actions.sendFiles(files)}
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

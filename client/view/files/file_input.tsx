/**
 * The hidden input that opens the file dialog of the browser.
 *
 * @module
 */
import type { JSX, RefObject } from "preact";

/** A click on `inputRef` opens the dialog. */
export function FileInput(
  { inputRef, testId, onFiles }: {
    readonly inputRef: RefObject<HTMLInputElement | null>;
    readonly testId: string;
    readonly onFiles: (files: readonly File[]) => void;
  },
): JSX.Element {
  return (
    <input
      ref={inputRef}
      class="file-input"
      type="file"
      multiple
      hidden
      data-testid={testId}
      onChange={({ currentTarget }) => {
        onFiles([...currentTarget.files ?? []]);
        // Otherwise selecting the same file again would fire no event.
        currentTarget.value = "";
      }}
    />
  );
}

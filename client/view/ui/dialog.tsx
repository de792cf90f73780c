/**
 * A modal dialog with a heading and a close button.
 *
 * @module
 */
import type { ComponentChildren, JSX } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { classNames } from "./class_names.ts";
import { CloseButton } from "./close_button.tsx";

/** Content and identity of a dialog. */
export interface DialogProps {
  readonly title: string;
  readonly class?: string;
  readonly testId: string;
  readonly closeTestId: string;
  /** Called after Escape, the close button and a click on the backdrop. */
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** Opens on mount; the browser restores the focus when it closes. */
export function Dialog(props: DialogProps): JSX.Element {
  const titleId = useId();
  const ref = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    // An open dialog that is removed would lose the focus to the body.
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      class={classNames("dialog", props.class)}
      data-testid={props.testId}
      aria-labelledby={titleId}
      onClose={props.onClose}
      onClick={({ target, currentTarget }) => {
        if (target === currentTarget) currentTarget.close();
      }}
    >
      <div class="dialog-body">
        <header class="panel-head">
          <h2 id={titleId}>{props.title}</h2>
          <CloseButton
            title={props.title}
            testId={props.closeTestId}
            onClick={() => ref.current?.close()}
          />
        </header>
        {props.children}
      </div>
    </dialog>
  );
}

/**
 * Composer of the chat: who gets the message, what it replies to, files,
 * emoji, and the text.
 *
 * @module
 */
import type { JSX } from "preact";
import { MAX_CHAT_TEXT_LENGTH } from "../../engine/chat/chat.ts";
import { useText } from "../context/i18n.ts";
import { FileButton } from "../files/file_button.tsx";
import { IconButton } from "../ui/button.tsx";
import { classNames } from "../ui/class_names.ts";
import { isImeKey } from "../ui/ime_key.ts";
import { useLimitedText } from "../ui/limited_text.ts";
import { QuotedLine } from "./chat_quote.tsx";
import type { ComposerProps } from "./composer_props.ts";
import { EmojiButton } from "./emoji_button.tsx";
import { RecipientSelect } from "./recipient_select.tsx";

/** The composer below the messages. */
export function ChatComposer(props: ComposerProps): JSX.Element {
  const { state, actions, draft, write, inputRef } = props;
  const text = useText();
  const { to, replyTo } = draft;
  const { isCut, onInput } = useLimitedText(
    MAX_CHAT_TEXT_LENGTH,
    (value) => write({ text: value }),
  );
  const hasLeft = to !== null &&
    !state.remoteMembers.some(({ id }) => id === to.id);
  const send = () => {
    if (hasLeft) return;
    actions.sendChatMessage(draft.text, { to: to?.id ?? null, replyTo });
    write({ text: "", replyTo: null });
    inputRef.current?.focus();
  };
  const placeholder = to
    ? text("privatePlaceholder", { name: to.name || text("guest") })
    : text("chatPlaceholder");
  return (
    <div class="composer-area">
      <RecipientSelect {...props} hasLeft={hasLeft} />
      {replyTo !== null && (
        <div class="composer-reply" data-testid="composer-reply">
          <QuotedLine
            line={state.chat.find(({ id }) =>
              id === replyTo
            )}
          />
          <IconButton
            icon="close"
            variant="plain"
            label={text("cancelReply")}
            testId="cancel-reply"
            onClick={() => {
              write({ replyTo: null });
              inputRef.current?.focus();
            }}
          />
        </div>
      )}
      <p class="field-note composer-note" role="status">
        {isCut && text("messageCut", { n: MAX_CHAT_TEXT_LENGTH })}
        {hasLeft && text("recipientLeft", { name: to.name || text("guest") })}
      </p>
      <form
        class={classNames("composer", to !== null && "is-private")}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <FileButton actions={actions} />
        <div class="composer-field">
          <textarea
            ref={inputRef}
            class="input"
            data-testid="chat-input"
            rows={1}
            dir="auto"
            aria-label={placeholder}
            placeholder={placeholder}
            value={draft.text}
            onInput={onInput}
            onKeyDown={(event) => {
              // Of an input method, Enter completes a Hangul syllable.
              if (event.key !== "Enter" || event.shiftKey || isImeKey(event)) {
                return;
              }
              event.preventDefault();
              send();
            }}
          />
          <EmojiButton
            inputRef={inputRef}
            write={(value) => write({ text: value })}
          />
        </div>
        <IconButton
          type="submit"
          icon="send"
          class="is-send"
          label={text("send")}
          testId="chat-send"
          disabled={hasLeft}
        />
      </form>
    </div>
  );
}

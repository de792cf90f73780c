/**
 * The chat panel: messages and files, and the composer.
 *
 * @module
 */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { MAX_CHAT_TEXT_LENGTH } from "../../engine/chat/chat.ts";
import { useText } from "../context/i18n.ts";
import type { PanelProps } from "../context/panel_props.ts";
import { FileButton } from "../files/file_button.tsx";
import { IconButton } from "../ui/button.tsx";
import { useFocusOnMount } from "../ui/focus.ts";
import { isImeKey } from "../ui/ime_key.ts";
import { useLimitedText } from "../ui/limited_text.ts";
import { mergeChatEntries } from "./chat_entries.ts";
import { ChatItem } from "./chat_item.tsx";

/** Content of the side panel. */
export function ChatPanel(
  { state, actions, draft }: PanelProps,
): JSX.Element {
  return (
    <>
      <ChatHistory state={state} actions={actions} />
      <Composer actions={actions} draft={draft} />
    </>
  );
}

function ChatHistory(
  { state, actions }: Pick<PanelProps, "state" | "actions">,
): JSX.Element {
  const text = useText();
  const ref = useRef<HTMLOListElement>(null);
  const { chat, files, remoteMembers } = state;
  const entries = mergeChatEntries(chat, files);
  useEffect(() => {
    ref.current?.scrollTo({ top: ref.current.scrollHeight });
  }, [entries.at(-1)?.line.id]);
  if (entries.length === 0) {
    return <p class="chat-empty">{text("chatEmpty")}</p>;
  }
  const disconnectedIds = new Set(
    remoteMembers.filter(({ status }) => status.kind !== "connected")
      .map(({ id }) => id),
  );
  return (
    <ol class="chat-lines" ref={ref} tabIndex={0} aria-label={text("chat")}>
      {entries.map((entry, i) => (
        <ChatItem
          key={entry.line.id}
          entry={entry}
          previous={entries[i - 1]}
          disconnectedIds={disconnectedIds}
          actions={actions}
        />
      ))}
    </ol>
  );
}

function Composer(
  { actions, draft: savedDraft }: Pick<PanelProps, "actions" | "draft">,
): JSX.Element {
  const text = useText();
  const [draft, setDraft] = useState(savedDraft.current);
  const write = (value: string) => {
    savedDraft.current = value;
    setDraft(value);
  };
  const { isCut, onInput } = useLimitedText(MAX_CHAT_TEXT_LENGTH, write);
  const ref = useFocusOnMount<HTMLTextAreaElement>();
  const send = () => {
    actions.sendChatMessage(draft);
    write("");
    ref.current?.focus();
  };
  return (
    <>
      <p class="field-note composer-note" role="status">
        {isCut && text("messageCut", { n: MAX_CHAT_TEXT_LENGTH })}
      </p>
      <form
        class="composer"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <FileButton actions={actions} />
        <textarea
          ref={ref}
          class="input"
          data-testid="chat-input"
          rows={1}
          dir="auto"
          aria-label={text("chatPlaceholder")}
          placeholder={text("chatPlaceholder")}
          value={draft}
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
        <IconButton
          type="submit"
          icon="send"
          class="is-send"
          label={text("send")}
          testId="chat-send"
        />
      </form>
    </>
  );
}

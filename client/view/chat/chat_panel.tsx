/**
 * The chat panel: messages and files, and the composer.
 *
 * @module
 */
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import type { ChatLine } from "../../engine/call/call_state.ts";
import { useText } from "../context/i18n.ts";
import type { ChatDraft, PanelProps } from "../context/panel_props.ts";
import { useFocusOnMount } from "../ui/focus.ts";
import { ChatComposer } from "./chat_composer.tsx";
import { mergeChatEntries } from "./chat_entries.ts";
import { ChatItem } from "./chat_item.tsx";
import { useScrollToEnd } from "./use_scroll_to_end.ts";

/** Content of the side panel. */
export function ChatPanel(
  { state, actions, draft: savedDraft }: PanelProps,
): JSX.Element {
  const [draft, setDraft] = useState(savedDraft.current);
  const inputRef = useFocusOnMount<HTMLTextAreaElement>();
  const write = (part: Partial<ChatDraft>) => {
    savedDraft.current = { ...savedDraft.current, ...part };
    setDraft(savedDraft.current);
  };
  const reply = ({ id, privateWith, privateName }: ChatLine) => {
    // A reply to a private message stays between the two.
    const to = privateWith !== null
      ? { to: { id: privateWith, name: privateName } }
      : {};
    write({ replyTo: id, ...to });
    inputRef.current?.focus();
  };
  return (
    <>
      <ChatHistory state={state} actions={actions} reply={reply} />
      <ChatComposer
        state={state}
        actions={actions}
        draft={draft}
        write={write}
        inputRef={inputRef}
      />
    </>
  );
}

function ChatHistory(
  { state, actions, reply }: Pick<PanelProps, "state" | "actions"> & {
    readonly reply: (line: ChatLine) => void;
  },
): JSX.Element {
  const text = useText();
  const ref = useRef<HTMLOListElement>(null);
  const { chat, files, remoteMembers } = state;
  const entries = mergeChatEntries(chat, files);
  const last = entries.at(-1)?.line;
  const ownLineId = last?.from === null ? last.id : null;
  useScrollToEnd(ref, entries.length > 0, ownLineId);
  if (entries.length === 0) {
    return <p class="chat-empty">{text("chatEmpty")}</p>;
  }
  const disconnectedIds = new Set(
    remoteMembers.filter(({ status }) => status.kind !== "connected")
      .map(({ id }) => id),
  );
  const lineById = new Map(chat.map((line) => [line.id, line]));
  const show = (id: string) => {
    const index = entries.findIndex(({ line }) => line.id === id);
    const item = ref.current?.children[index];
    if (!(item instanceof HTMLElement)) return;
    item.scrollIntoView({ block: "center" });
    item.focus();
  };
  return (
    <ol class="chat-lines" ref={ref} tabIndex={0} aria-label={text("chat")}>
      {entries.map((entry, i) => (
        <ChatItem
          key={entry.line.id}
          entry={entry}
          previous={entries[i - 1]}
          lineById={lineById}
          reply={reply}
          show={show}
          disconnectedIds={disconnectedIds}
          actions={actions}
        />
      ))}
    </ol>
  );
}

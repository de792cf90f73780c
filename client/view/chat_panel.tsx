/**
 * The conversation in writing.
 *
 * @module
 */
import type { JSX } from "preact";
import { useContext, useEffect, useRef, useState } from "preact/hooks";
import type { ChatLine } from "../engine/call_state.ts";
import { MAX_TEXT } from "../engine/chat.ts";
import { useFocusOnce } from "./focus.ts";
import { Icon } from "./icon.tsx";
import type { PanelProps } from "./side_panel.tsx";
import { SpeechContext, useText } from "./text.ts";

/** The chat, in the side panel. */
export function ChatPanel(
  { state, actions }: Pick<PanelProps, "state" | "actions">,
): JSX.Element {
  return (
    <>
      <Lines lines={state.chat} />
      <Composer actions={actions} />
    </>
  );
}

function Lines(
  { lines }: { readonly lines: readonly ChatLine[] },
): JSX.Element {
  const text = useText();
  const ref = useRef<HTMLOListElement>(null);
  useEffect(() => {
    ref.current?.scrollTo({ top: ref.current.scrollHeight });
  }, [lines]);
  if (lines.length === 0) {
    return <p class="chat-empty">{text("chatEmpty")}</p>;
  }
  return (
    <ol class="chat-lines" ref={ref} tabIndex={0} aria-label={text("chat")}>
      {lines.map((line, i) => (
        <Line key={line.id} line={line} before={lines[i - 1]} />
      ))}
    </ol>
  );
}

/** Lines of one person within this time share one head. */
const SAME_HEAD_MS = 120_000;

function Line(
  { line, before }: {
    readonly line: ChatLine;
    readonly before: ChatLine | undefined;
  },
): JSX.Element {
  const text = useText();
  const { language } = useContext(SpeechContext);
  const isMine = line.from === null;
  const follows = before?.from === line.from &&
    line.atMs - before.atMs < SAME_HEAD_MS;
  const time = new Date(line.atMs);
  return (
    <li
      class={`chat-line ${isMine ? "is-mine" : ""} ${
        follows ? "is-following" : ""
      }`}
      data-testid="chat-message"
      data-from={line.from ?? "self"}
    >
      {!follows && (
        <span class="chat-who">
          <b>{isMine ? text("you") : line.name || text("guest")}</b>
          <time dateTime={time.toISOString()}>
            {time.toLocaleTimeString(language, {
              hour: "numeric",
              minute: "2-digit",
            })}
          </time>
        </span>
      )}
      <span class="chat-text">{line.text}</span>
    </li>
  );
}

function Composer({ actions }: Pick<PanelProps, "actions">): JSX.Element {
  const text = useText();
  const [draft, setDraft] = useState("");
  const ref = useFocusOnce<HTMLTextAreaElement>();
  const send = () => {
    actions.say(draft);
    setDraft("");
    ref.current?.focus();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={ref}
        class="input"
        data-testid="chat-input"
        rows={1}
        maxLength={MAX_TEXT}
        aria-label={text("chatPlaceholder")}
        placeholder={text("chatPlaceholder")}
        value={draft}
        onInput={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={(event) => {
          // Enter that ends a Hangul syllable is not yet the end of the line.
          if (event.key !== "Enter" || event.shiftKey || event.isComposing) {
            return;
          }
          event.preventDefault();
          send();
        }}
      />
      <button
        type="submit"
        class="round is-send"
        data-testid="chat-send"
        aria-label={text("send")}
        title={text("send")}
      >
        <Icon name="send" />
      </button>
    </form>
  );
}

/**
 * One item of the chat: author and time, and a message or a file.
 *
 * @module
 */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { OPERATOR } from "../../engine/chat/chat_log.ts";
import type { ChatLine } from "../../engine/call/call_state.ts";
import { useI18n, useText } from "../context/i18n.ts";
import { FileCard, type FileCardProps } from "../files/file_card.tsx";
import { IconButton } from "../ui/button.tsx";
import { classNames } from "../ui/class_names.ts";
import { Icon } from "../ui/icon.tsx";
import { type ChatEntry, sharesHeader, showAuthor } from "./chat_entries.ts";
import { ReplyQuote } from "./chat_quote.tsx";
import { linkifyMessage } from "./linkify_message.ts";

/** A message or a file, under the name of its author. */
export function ChatItem(
  { entry, previous, lineById, reply, show, ...file }:
    & Omit<FileCardProps, "line">
    & MessageActions
    & {
      readonly entry: ChatEntry;
      readonly previous: ChatEntry | undefined;
    },
): JSX.Element {
  const { from } = entry.line;
  const isMine = from === null;
  const isFollowing = sharesHeader(entry, previous);
  return (
    <li
      class={classNames(
        "chat-line",
        isMine && "is-mine",
        isFollowing && "is-following",
      )}
      tabIndex={-1}
      data-testid={entry.kind === "text" ? "chat-message" : "chat-file"}
      data-from={from ?? "self"}
    >
      {!isFollowing && <ItemHeader entry={entry} />}
      {entry.kind === "text"
        ? (
          <Message
            line={entry.line}
            lineById={lineById}
            reply={reply}
            show={show}
          />
        )
        : <FileCard line={entry.line} {...file} />}
    </li>
  );
}

/** What a message can do besides being read. */
interface MessageActions {
  /** Lines of the conversation by `id`. */
  readonly lineById: ReadonlyMap<string, ChatLine>;
  readonly reply: (line: ChatLine) => void;
  /** Scrolls to a line. */
  readonly show: (id: string) => void;
}

/** A message with its quote and the button that replies to it. */
function Message(
  { line, lineById, reply, show }: MessageActions & { readonly line: ChatLine },
): JSX.Element {
  const text = useText();
  const { replyTo, from, privateWith } = line;
  const author = showAuthor({ kind: "text", line }, text);
  return (
    <div class="chat-row">
      <div
        class={classNames("chat-bubble", privateWith !== null && "is-private")}
      >
        {replyTo !== null && (
          <ReplyQuote line={lineById.get(replyTo)} show={show} />
        )}
        <MessageText text={line.text} />
      </div>
      {from !== OPERATOR && (
        <IconButton
          icon="reply"
          variant="bare"
          class="chat-reply"
          label={text("replyTo", { name: author })}
          testId="chat-reply"
          onClick={() => reply(line)}
        />
      )}
    </div>
  );
}

function ItemHeader(
  { entry }: { readonly entry: ChatEntry },
): JSX.Element {
  const text = useText();
  const { language } = useI18n();
  const time = new Date(entry.line.atMs);
  return (
    <span class="chat-author">
      <b dir="auto">
        {showAuthor(entry, text)}
      </b>
      {entry.kind === "text" && entry.line.privateWith !== null && (
        <PrivateMark line={entry.line} />
      )}
      <time dateTime={time.toISOString()}>
        {time.toLocaleTimeString(language, {
          hour: "numeric",
          minute: "2-digit",
        })}
      </time>
    </span>
  );
}

/** Says that a message is private, and with whom. */
function PrivateMark({ line }: { readonly line: ChatLine }): JSX.Element {
  const text = useText();
  const name = line.privateName || text("guest");
  return (
    <span class="chat-private" data-testid="chat-private">
      <Icon name="lock" />
      {line.from === null
        ? text("privatelyTo", { name })
        : text("privatelyToYou")}
    </span>
  );
}

/** A message with its links; `dir` keeps its text direction to itself. */
function MessageText({ text }: { readonly text: string }): JSX.Element {
  const parts = useMemo(() => linkifyMessage(text), [text]);
  return (
    <span class="chat-text" dir="auto">
      {parts.map((part) =>
        part.kind === "text" ? part.text : (
          <a
            href={part.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
          >
            {part.text}
          </a>
        )
      )}
    </span>
  );
}

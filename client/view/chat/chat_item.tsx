/**
 * One line of the chat: who and when, and a message or a file.
 *
 * @module
 */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { authorNameOf, type ChatEntry, sharesHeader } from "./chat_entries.ts";
import { FileCard, type FileCardProps } from "../files/file_card.tsx";
import { linkifyMessage } from "./linkify_message.ts";
import { useI18n, useText } from "../context/i18n.ts";

/** A message or a file below the name of its author. */
export function ChatItem(
  { entry, before, ...file }: Omit<FileCardProps, "line"> & {
    readonly entry: ChatEntry;
    readonly before: ChatEntry | undefined;
  },
): JSX.Element {
  const text = useText();
  const { language } = useI18n();
  const { from, atMs } = entry.line;
  const isMine = from === null;
  const follows = sharesHeader(entry, before);
  const time = new Date(atMs);
  return (
    <li
      class={`chat-line ${isMine ? "is-mine" : ""} ${
        follows ? "is-following" : ""
      }`}
      data-testid={entry.kind === "text" ? "chat-message" : "chat-file"}
      data-from={from ?? "self"}
    >
      {!follows && (
        <span class="chat-who">
          <b>{isMine ? text("you") : authorNameOf(entry) || text("guest")}</b>
          <time dateTime={time.toISOString()}>
            {time.toLocaleTimeString(language, {
              hour: "numeric",
              minute: "2-digit",
            })}
          </time>
        </span>
      )}
      {entry.kind === "text"
        ? <MessageText text={entry.line.text} />
        : <FileCard line={entry.line} {...file} />}
    </li>
  );
}

/** A message with its links; `dir` keeps one line from turning the next. */
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

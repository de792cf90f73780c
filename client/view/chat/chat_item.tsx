/**
 * One item of the chat: author and time, and a message or a file.
 *
 * @module
 */
import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { useI18n, useText } from "../context/i18n.ts";
import { FileCard, type FileCardProps } from "../files/file_card.tsx";
import { classNames } from "../ui/class_names.ts";
import { authorNameOf, type ChatEntry, sharesHeader } from "./chat_entries.ts";
import { linkifyMessage } from "./linkify_message.ts";

/** A message or a file, under the name of its author. */
export function ChatItem(
  { entry, previous, ...file }: Omit<FileCardProps, "line"> & {
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
      data-testid={entry.kind === "text" ? "chat-message" : "chat-file"}
      data-from={from ?? "self"}
    >
      {!isFollowing && <ItemHeader entry={entry} isMine={isMine} />}
      {entry.kind === "text"
        ? <MessageText text={entry.line.text} />
        : <FileCard line={entry.line} {...file} />}
    </li>
  );
}

function ItemHeader(
  { entry, isMine }: { readonly entry: ChatEntry; readonly isMine: boolean },
): JSX.Element {
  const text = useText();
  const { language } = useI18n();
  const time = new Date(entry.line.atMs);
  return (
    <span class="chat-author">
      <b dir="auto">
        {isMine ? text("you") : authorNameOf(entry) || text("guest")}
      </b>
      <time dateTime={time.toISOString()}>
        {time.toLocaleTimeString(language, {
          hour: "numeric",
          minute: "2-digit",
        })}
      </time>
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

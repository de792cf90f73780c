/**
 * Quote of the message that another one replies to.
 *
 * @module
 */
import type { JSX } from "preact";
import type { ChatLine } from "../../engine/call/call_state.ts";
import { useText } from "../context/i18n.ts";
import { Button } from "../ui/button.tsx";
import { showAuthor } from "./chat_entries.ts";
import { replaceControlCharacters } from "./linkify_message.ts";

/** Longest quoted part in UTF-16 code units; CSS shows two lines of it. */
const MAX_QUOTE_LENGTH = 160;

interface QuoteProps {
  /** The quoted line; undefined when it is not here. */
  readonly line: ChatLine | undefined;
}

/** Author and beginning of a line. */
export function QuotedLine({ line }: QuoteProps): JSX.Element {
  const text = useText();
  if (!line) return <span class="chat-quote">{text("replyMissing")}</span>;
  const name = showAuthor({ kind: "text", line }, text);
  return (
    <span class="chat-quote" data-testid="chat-quote">
      <b dir="auto">{name}</b>
      <span class="chat-quote-text" dir="auto">
        {replaceControlCharacters(line.text.slice(0, MAX_QUOTE_LENGTH))}
      </span>
    </span>
  );
}

/** A quote that shows the line itself when it is pressed. */
export function ReplyQuote(
  { line, show }: QuoteProps & { readonly show: (id: string) => void },
): JSX.Element {
  const text = useText();
  if (!line) return <QuotedLine line={line} />;
  return (
    <Button
      variant="bare"
      class="chat-jump"
      title={text("showOriginal")}
      testId="chat-jump"
      onClick={() => show(line.id)}
    >
      <span class="visually-hidden">{text("inReplyTo")}</span>
      <QuotedLine line={line} />
    </Button>
  );
}

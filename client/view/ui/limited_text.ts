/**
 * Text fields that say when they cut what was typed or pasted; `maxlength`
 * would cut it in silence, and through joined characters.
 *
 * @module
 */
import { useState } from "preact/hooks";
import { cutText } from "../../../signaling/display_name.ts";

/** Handlers of a limited text field, and what it does. */
export interface LimitedText {
  /** True after a text was cut, until the next one that fits. */
  readonly isCut: boolean;
  readonly onInput: (event: LimitedTextEvent) => void;
}

/** An `input` event of a text field. */
export interface LimitedTextEvent {
  readonly currentTarget: { value: string };
  readonly isComposing?: boolean;
}

/** Limits a field to `maxLength` UTF-16 code units; `write` gets each text. */
export function useLimitedText(
  maxLength: number,
  write: (text: string) => void,
): LimitedText {
  const [isCut, setCut] = useState(false);
  const onInput = ({ currentTarget, isComposing }: LimitedTextEvent) => {
    const typed = currentTarget.value;
    const text = cutText(typed, maxLength);
    setCut(text !== typed);
    // A change would end the composition of a syllable.
    if (text !== typed && !isComposing) currentTarget.value = text;
    write(isComposing ? typed : text);
  };
  return { isCut, onInput };
}

/**
 * The one place from which a screen reader is told what happens in the call.
 *
 * @module
 */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { CallState } from "../../engine/call/call_state.ts";
import { announceChanges } from "./announcements.ts";
import { useText } from "../context/i18n.ts";

/** Sentences that wait to be spoken at a time; the oldest goes first. */
const MAX_LINES = 5;
/** A sentence that was spoken is not found again when reading the page. */
const LINE_LIFETIME_MS = 10_000;

interface SpokenLine {
  readonly id: number;
  readonly text: string;
}

/** Invisible; what is added to it is spoken once there is a pause. */
export function LiveRegion(
  { state }: { readonly state: CallState },
): JSX.Element {
  const text = useText();
  const before = useRef(state);
  const nextId = useRef(0);
  const [lines, setLines] = useState<readonly SpokenLine[]>([]);
  useEffect(() => {
    const said = announceChanges(before.current, state);
    before.current = state;
    if (said.length === 0) return;
    const added = said.map(({ key, name, fallbackNameKey, text: words }) => ({
      id: nextId.current++,
      text: text(key, { name: name || text(fallbackNameKey), text: words }),
    }));
    setLines((was) => [...was, ...added].slice(-MAX_LINES));
  }, [state]);
  useEffect(() => {
    if (lines.length === 0) return;
    const timer = setTimeout(() => setLines([]), LINE_LIFETIME_MS);
    return () => clearTimeout(timer);
  }, [lines]);
  return (
    <div class="visually-hidden" role="status" data-testid="live-region">
      {lines.map(({ id, text }) => <p key={id}>{text}</p>)}
    </div>
  );
}

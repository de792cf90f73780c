/**
 * The ARIA live region of the page.
 *
 * @module
 */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { CallState } from "../../engine/call/call_state.ts";
import { useNoticeModule } from "./use_notice_module.ts";

/** Number of unread lines kept; older ones are dropped. */
const MAX_LINES = 5;
/** Time after which lines are removed, so that browsing the page skips them. */
const LINE_LIFETIME_MS = 10_000;

interface LiveLine {
  readonly id: number;
  readonly text: string;
}

/** Visually hidden; screen readers announce each added line. */
export function LiveRegion(
  { state }: { readonly state: CallState },
): JSX.Element {
  const loaded = useNoticeModule(state.phase);
  const before = useRef(state);
  const nextId = useRef(0);
  const [lines, setLines] = useState<readonly LiveLine[]>([]);
  useEffect(() => {
    // What changes until then is announced once it is loaded.
    if (!loaded) return;
    const { module, text } = loaded;
    const announcements = module.announceChanges(before.current, state);
    before.current = state;
    if (announcements.length === 0) return;
    const added = announcements.map((announcement) => {
      const { key, name, fallbackNameKey, textKey } = announcement;
      const params = {
        name: name || text(fallbackNameKey),
        text: textKey ? text(textKey) : announcement.text,
      };
      return { id: nextId.current++, text: text(key, params) };
    });
    setLines((current) => [...current, ...added].slice(-MAX_LINES));
  }, [state, loaded?.module]);
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

/**
 * Push to talk: the button that is held, and a plain word on whether one is
 * heard.
 *
 * @module
 */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { CallState } from "../../engine/call/call_state.ts";
import type { Actions } from "../context/actions.ts";
import { Icon } from "../ui/icon.tsx";
import { usePushToTalkKey } from "./push_to_talk_key.ts";
import { useText } from "../context/i18n.ts";

/** The button; nothing while push to talk is off. */
export function PushToTalkButton(
  { state, actions }: { readonly state: CallState; readonly actions: Actions },
): JSX.Element | null {
  const text = useText();
  const { isEnabled, isHeld } = state.devices.pushToTalk;
  const isHeard = state.media.microphone.isOn;
  usePushToTalkKey(isEnabled, (isDown) => actions.setTalkHeld(isDown));
  // Whatever takes the page away takes the finger away too.
  useEffect(() => () => actions.setTalkHeld(false), []);
  if (!isEnabled) return null;
  const end = () => actions.setTalkHeld(false);
  return (
    <div class="talk">
      <button
        type="button"
        class={`talk-button ${isHeard ? "is-heard" : ""}`}
        data-testid="talk"
        data-held={isHeld}
        aria-pressed={isHeld}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          actions.setTalkHeld(true);
        }}
        onPointerUp={end}
        onPointerCancel={end}
        onLostPointerCapture={end}
        onContextMenu={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (event.key !== " " && event.key !== "Enter") return;
          event.preventDefault();
          actions.setTalkHeld(true);
        }}
        onKeyUp={(event) => {
          if (event.key !== " " && event.key !== "Enter") return;
          event.preventDefault();
          end();
        }}
        onBlur={end}
      >
        <Icon name={isHeard ? "microphone" : "microphoneOff"} />
        <span>{text(talkLabelKeyOf(isHeard, isHeld))}</span>
        {!isHeard && <span class="talk-key">{text("holdToTalkKey")}</span>}
      </button>
    </div>
  );
}

function talkLabelKeyOf(
  isHeard: boolean,
  isHeld: boolean,
): "holdToTalk" | "talking" | "talkIsOn" {
  if (isHeld) return "talking";
  return isHeard ? "talkIsOn" : "holdToTalk";
}

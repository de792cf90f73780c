/**
 * The push-to-talk button below the stage.
 *
 * @module
 */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { CallState } from "../../engine/call/call_state.ts";
import type { Actions } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { Button } from "../ui/button.tsx";
import { classNames } from "../ui/class_names.ts";
import { usePushToTalkKey } from "./push_to_talk_key.ts";

/** The button; nothing while push to talk is off. */
export function PushToTalkButton(
  { state, actions }: { readonly state: CallState; readonly actions: Actions },
): JSX.Element | null {
  const text = useText();
  const { isEnabled, isHeld } = state.devices.pushToTalk;
  const isHeard = state.media.microphone.isOn;
  const hold = () => actions.setTalkHeld(true);
  const release = () => actions.setTalkHeld(false);
  usePushToTalkKey(isEnabled, (isDown) => actions.setTalkHeld(isDown));
  // An unmounted button would miss the pointer's release.
  useEffect(() => release, []);
  if (!isEnabled) return null;
  return (
    <div class="talk">
      <Button
        variant="bare"
        class={classNames("talk-button", isHeard && "is-heard")}
        icon={isHeard ? "microphone" : "microphoneOff"}
        testId="talk"
        data-held={isHeld}
        aria-pressed={isHeld}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          hold();
        }}
        onPointerUp={release}
        onPointerCancel={release}
        onLostPointerCapture={release}
        onContextMenu={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (!isActivationKey(event)) return;
          event.preventDefault();
          hold();
        }}
        onKeyUp={(event) => {
          if (!isActivationKey(event)) return;
          event.preventDefault();
          release();
        }}
        onBlur={release}
      >
        <span>{text(talkLabelKeyOf(isHeard, isHeld))}</span>
        {!isHeard && <span class="talk-key">{text("holdToTalkKey")}</span>}
      </Button>
    </div>
  );
}

function isActivationKey({ key }: KeyboardEvent): boolean {
  return key === " " || key === "Enter";
}

function talkLabelKeyOf(
  isHeard: boolean,
  isHeld: boolean,
): "holdToTalk" | "talking" | "talkIsOn" {
  if (isHeld) return "talking";
  return isHeard ? "talkIsOn" : "holdToTalk";
}

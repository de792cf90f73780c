/**
 * Note that the own screen is shared, with buttons that let the others draw on
 * it, that choose smooth motion or sharp text, and that stop it. It takes the place of a picture of the screen, which
 * would show itself without end.
 *
 * @module
 */
import type { JSX } from "preact";
import type { Actions } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";

/** The note. */
export function SharingNote(
  { isAnnotatable, isMotion, actions }: {
    /** True while the screen moves smoothly instead of being sharp. */
    readonly isMotion: boolean;
    /** True while the others may draw on the screen. */
    readonly isAnnotatable: boolean;
    readonly actions: Actions;
  },
): JSX.Element {
  const text = useText();
  return (
    <div class="sharing-note" data-testid="sharing-note">
      <Icon name="screen" />
      <span>{text("youAreSharing")}</span>
      <Button
        size="small"
        variant={isAnnotatable ? "primary" : "outlined"}
        icon="pen"
        aria-label={text("letDraw")}
        aria-pressed={isAnnotatable}
        title={text("letDraw")}
        testId="let-draw"
        onClick={() => actions.setAnnotatable(!isAnnotatable)}
      >
        <span class="sharing-let-draw">{text("letDraw")}</span>
      </Button>
      <Button
        size="small"
        variant={isMotion ? "primary" : "outlined"}
        icon="camera"
        aria-label={text("screenMotion")}
        aria-pressed={isMotion}
        title={text("screenMotionHint")}
        testId="screen-motion"
        onClick={() => actions.setMediaSettings({ isScreenMotion: !isMotion })}
      >
        <span class="sharing-let-draw">{text("screenMotion")}</span>
      </Button>
      <Button
        size="small"
        variant="danger"
        aria-label={text("stopSharing")}
        testId="stop-sharing"
        onClick={() => actions.setScreenShareEnabled(false)}
      >
        {text("stop")}
      </Button>
    </div>
  );
}

/**
 * Note that the own screen is shared, with buttons that let the others draw on
 * it, that choose smooth motion or sharp text, and that stop it. It takes the
 * place of a picture of the screen, which would show itself without end.
 *
 * @module
 */
import type { JSX } from "preact";
import type { Actions } from "../context/actions.ts";
import { useText } from "../context/i18n.ts";
import { Button } from "../ui/button.tsx";
import { Icon, type IconName } from "../ui/icon.tsx";

/** The note. */
export function SharingNote(
  { isAnnotatable, isMotion, actions }: {
    /** True while the screen moves smoothly instead of being sharp. */
    readonly isMotion: boolean;
    /** True while the others may draw on the screen, "mixed" while some may. */
    readonly isAnnotatable: boolean | "mixed";
    readonly actions: Actions;
  },
): JSX.Element {
  const text = useText();
  return (
    <div class="sharing-note" data-testid="sharing-note">
      <Icon name="screen" />
      <span>{text("youAreSharing")}</span>
      <SharingToggle
        pressed={isAnnotatable}
        icon="pen"
        label={text("letDraw")}
        title={text("letDraw")}
        testId="let-draw"
        toggle={() => actions.setAnnotatable(!isAnnotatable)}
      />
      <SharingToggle
        pressed={isMotion}
        icon="camera"
        label={text("screenMotion")}
        title={text("screenMotionHint")}
        testId="screen-motion"
        toggle={() => actions.setMediaSettings({ isScreenMotion: !isMotion })}
      />
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

function SharingToggle(
  { pressed, icon, label, title, testId, toggle }: {
    readonly pressed: boolean | "mixed";
    readonly icon: IconName;
    readonly label: string;
    readonly title: string;
    readonly testId: string;
    readonly toggle: () => void;
  },
): JSX.Element {
  return (
    <Button
      size="small"
      variant={pressed === true ? "primary" : "outlined"}
      icon={icon}
      aria-label={label}
      aria-pressed={pressed}
      title={title}
      testId={testId}
      onClick={toggle}
    >
      <span class="sharing-toggle-text">{label}</span>
    </Button>
  );
}

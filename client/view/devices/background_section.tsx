/**
 * The collapsed section with the background of the camera. Its content is
 * loaded when it is opened.
 *
 * @module
 */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useText } from "../context/i18n.ts";
import { adoptStyle } from "../ui/adopt_style.ts";
import type { BackgroundProps } from "./background_props.ts";

/** The section. */
export function BackgroundSection(props: BackgroundProps): JSX.Element {
  const text = useText();
  const [Picker, setPicker] = useState<
    ((props: BackgroundProps) => JSX.Element) | null
  >(null);
  const load = () =>
    import("./background_picker.tsx").then(
      ({ BackgroundPicker, BACKGROUND_STYLE }) => {
        adoptStyle(BACKGROUND_STYLE);
        setPicker(() => BackgroundPicker);
      },
      () => {},
    );
  return (
    <details
      class="more-sound"
      data-testid="background-settings"
      onToggle={(event) => event.currentTarget.open && void load()}
    >
      <summary>{text("background")}</summary>
      <div class="more-sound-body">{Picker && <Picker {...props} />}</div>
    </details>
  );
}

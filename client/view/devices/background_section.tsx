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
import { useModule } from "../ui/use_module.ts";
import type { BackgroundProps } from "./background_props.ts";

type PickerModule = typeof import("./background_picker.tsx");

async function loadPicker(): Promise<PickerModule> {
  const module = await import("./background_picker.tsx");
  adoptStyle(module.BACKGROUND_STYLE);
  return module;
}

/** The section. */
export function BackgroundSection(props: BackgroundProps): JSX.Element {
  const text = useText();
  const [openings, setOpenings] = useState(0);
  const module = useModule(loadPicker, openings > 0, openings);
  return (
    <details
      class="more-sound"
      data-testid="background-settings"
      onToggle={(event) =>
        event.currentTarget.open && setOpenings(openings + 1)}
    >
      <summary>{text("background")}</summary>
      <div class="more-sound-body">
        {module && <module.BackgroundPicker {...props} />}
      </div>
    </details>
  );
}

/**
 * The select field for a camera, a microphone or a speaker.
 *
 * @module
 */
import type { JSX } from "preact";
import type { CallState } from "../../engine/call/call_state.ts";
import type { ListedDeviceKind } from "../../engine/media/device_list.ts";
import type { Actions } from "../context/actions.ts";
import { Icon, type IconName } from "../ui/icon.tsx";
import { useText } from "../context/i18n.ts";
import { canChooseDevice, readDeviceSelection } from "./device_selection.ts";

const ICONS = {
  camera: "camera",
  microphone: "microphone",
  speaker: "sound",
} as const satisfies Record<ListedDeviceKind, IconName>;

/** Input of a device field. */
export interface DeviceFieldProps {
  readonly kind: ListedDeviceKind;
  readonly state: CallState;
  readonly actions: Actions;
  /** True where the icon is enough for the eye; screen readers get the label. */
  readonly isLabelHidden?: boolean;
}

/** The field; nothing for a speaker that the browser cannot select. */
export function DeviceField(
  { kind, state, actions, isLabelHidden }: DeviceFieldProps,
): JSX.Element | null {
  const text = useText();
  if (!canChooseDevice(kind, state)) return null;
  const { options, selectedId } = readDeviceSelection(kind, state, text);
  return (
    <label class="field">
      <span class={isLabelHidden ? "visually-hidden" : "field-label"}>
        {text(kind)}
      </span>
      <span class="select">
        <Icon name={ICONS[kind]} />
        <select
          data-testid={`${kind}-select`}
          disabled={options.every(({ id }) => id === "")}
          value={selectedId}
          onChange={(event) =>
            actions.chooseDevice(kind, event.currentTarget.value || null)}
        >
          {options.map(({ id, label }) => (
            <option key={id} value={id}>{label}</option>
          ))}
        </select>
      </span>
    </label>
  );
}

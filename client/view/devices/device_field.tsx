/**
 * The select field for a camera, a microphone or a speaker.
 *
 * @module
 */
import type { JSX } from "preact";
import type { CallState } from "../../engine/call/call_state.ts";
import type {
  DeviceChoice,
  ListedDeviceKind,
} from "../../engine/media/device_list.ts";
import type { Actions } from "../context/actions.ts";
import { Icon, type IconName } from "../ui/icon.tsx";
import { useText } from "../context/i18n.ts";

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
  const { choices, selectedId, hasDefault } = selectionOf(kind, state);
  const { canChoose } = state.devices.speaker;
  if (kind === "speaker" && (!canChoose || choices.length === 0)) return null;
  return (
    <label class="field">
      <span class={isLabelHidden ? "visually-hidden" : "field-label"}>
        {text(kind)}
      </span>
      <span class="select">
        <Icon name={ICONS[kind]} />
        <select
          data-testid={`${kind}-select`}
          disabled={choices.length === 0}
          value={selectedId}
          onChange={(event) =>
            actions.chooseDevice(kind, event.currentTarget.value || null)}
        >
          {hasDefault && <option value="">{text("systemDefault")}</option>}
          {choices.map(({ id, label }, i) => (
            <option key={id} value={id}>
              {label || text(`${kind}Number`, { n: i + 1 })}
            </option>
          ))}
        </select>
      </span>
    </label>
  );
}

/** Options and selected one. No system has a default camera: the one in use is selected. */
function selectionOf(
  kind: ListedDeviceKind,
  { media, devices }: CallState,
): {
  readonly choices: readonly DeviceChoice[];
  readonly selectedId: string;
  readonly hasDefault: boolean;
} {
  const { choices, deviceId } = kind === "speaker"
    ? devices.speaker
    : media[kind];
  const isListed = (id: string | null) => choices.some((c) => c.id === id);
  const listedId = isListed(deviceId) ? deviceId : null;
  if (kind !== "camera") {
    return { choices, selectedId: listedId ?? "", hasDefault: true };
  }
  const activeId = isListed(media.camera.activeDeviceId)
    ? media.camera.activeDeviceId
    : null;
  const selectedId = listedId ?? activeId ?? "";
  return { choices, selectedId, hasDefault: selectedId === "" };
}

/**
 * The panel beside the stage, with a table of its contents.
 *
 * @module
 */
import type { JSX } from "preact";
import type { PanelName } from "../../engine/call/call_state.ts";
import type { StringKey } from "../../strings/en.ts";
import { ChatTools } from "../chat/chat_tools.tsx";
import { ChatPanel } from "../chat/chat_panel.tsx";
import { useText } from "../context/i18n.ts";
import type { PanelProps } from "../context/panel_props.ts";
import { SettingsPanel } from "../devices/settings_panel.tsx";
import { InvitePanel } from "../invite/invite_options.tsx";
import { MembersPanel } from "../members/members_panel.tsx";
import { QualityPanel } from "../quality/quality_panel.tsx";
import { CloseButton } from "../ui/close_button.tsx";
import { useRestoreFocus } from "../ui/focus.ts";
import { isImeKey } from "../ui/ime_key.ts";

interface PanelDefinition {
  readonly title: StringKey;
  readonly Body: (props: PanelProps) => JSX.Element;
  /** Buttons in the head. */
  readonly Tools?: (props: PanelProps) => JSX.Element | null;
}

const PANELS: Readonly<Record<PanelName, PanelDefinition>> = {
  chat: { title: "chat", Body: ChatPanel, Tools: ChatTools },
  people: { title: "people", Body: MembersPanel },
  settings: { title: "settings", Body: SettingsPanel },
  invite: { title: "inviteTitle", Body: InvitePanel },
  quality: { title: "quality", Body: QualityPanel },
};

/** The open panel, or nothing. */
export function SidePanel(props: PanelProps): JSX.Element | null {
  const { panel } = props.state;
  return panel && <PanelFrame key={panel} {...props} {...PANELS[panel]} />;
}

/** A column beside the stage; on a phone a sheet above it. */
function PanelFrame(
  { title, Body, Tools, ...props }: PanelProps & PanelDefinition,
): JSX.Element {
  const text = useText();
  useRestoreFocus();
  const close = () => props.actions.openPanel(null);
  const name = text(title);
  return (
    <aside
      class="panel"
      data-testid={`${props.state.panel}-panel`}
      aria-label={name}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !isImeKey(event)) close();
      }}
    >
      <header class="panel-head">
        <h2>{name}</h2>
        {Tools && <Tools {...props} />}
        <CloseButton title={name} testId="panel-close" onClick={close} />
      </header>
      <Body {...props} />
    </aside>
  );
}

/**
 * The panel beside the stage: a table of what it can show.
 *
 * @module
 */
import type { JSX } from "preact";
import type { CallState, PanelName } from "../../engine/call/call_state.ts";
import type { StringKey } from "../../strings/en.ts";
import type { Actions } from "../context/actions.ts";
import { ChatPanel } from "../chat/chat_panel.tsx";
import { useRestoreFocus } from "../ui/focus.ts";
import { Icon } from "../ui/icon.tsx";
import { MembersPanel } from "../members/members_panel.tsx";
import { InvitePanel } from "../invite/invite_options.tsx";
import { SettingsPanel } from "../devices/settings_panel.tsx";
import { QualityPanel } from "../quality/quality_panel.tsx";
import { useText } from "../context/i18n.ts";

/** What a panel gets of the call page. */
export interface PanelProps {
  readonly state: CallState;
  readonly actions: Actions;
  readonly room: string;
  /** Address to send to others. */
  readonly link: string;
  /** What was begun to be written, kept while the chat is closed. */
  readonly draft: { current: string };
}

interface PanelDefinition {
  readonly title: StringKey;
  readonly Body: (props: PanelProps) => JSX.Element;
}

const PANELS: Readonly<Record<PanelName, PanelDefinition>> = {
  chat: { title: "chat", Body: ChatPanel },
  people: { title: "people", Body: MembersPanel },
  settings: { title: "settings", Body: SettingsPanel },
  invite: { title: "inviteTitle", Body: InvitePanel },
  quality: { title: "quality", Body: QualityPanel },
};

/** The panel that is open, or nothing. */
export function SidePanel(props: PanelProps): JSX.Element | null {
  const { panel } = props.state;
  return panel && <PanelFrame key={panel} {...props} {...PANELS[panel]} />;
}

/** A column beside the stage, or a sheet over it on a phone. */
function PanelFrame(
  { title, Body, ...props }: PanelProps & PanelDefinition,
): JSX.Element {
  const text = useText();
  useRestoreFocus();
  const close = () => props.actions.openPanel(null);
  const name = text(title);
  const label = text("closePanel", { name });
  return (
    <aside
      class="panel"
      data-testid={`${props.state.panel}-panel`}
      aria-label={name}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
    >
      <header class="panel-head">
        <h2>{name}</h2>
        <button
          type="button"
          class="round is-plain"
          data-testid="panel-close"
          aria-label={label}
          title={label}
          onClick={close}
        >
          <Icon name="close" />
        </button>
      </header>
      <Body {...props} />
    </aside>
  );
}

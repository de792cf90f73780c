/**
 * Contents of the panels beside the stage, and the dialogs of a call: a file of
 * its own, loaded once the call is on the page.
 *
 * @module
 */
import type { JSX } from "preact";
import type { PanelName } from "../../engine/call/call_state.ts";
import { ChatPanel } from "../chat/chat_panel.tsx";
import { ChatTools } from "../chat/chat_tools.tsx";
import type { PanelProps } from "../context/panel_props.ts";
import { SettingsPanel } from "../devices/settings_panel.tsx";
import { InvitePanel } from "../invite/invite_options.tsx";
import { MembersPanel } from "../members/members_panel.tsx";
import { QualityPanel } from "../quality/quality_panel.tsx";
import panelStyle from "./panels.css" with { type: "text" };

/** Content of one panel. */
export interface PanelBody {
  readonly Body: (props: PanelProps) => JSX.Element;
  /** Buttons in the head. */
  readonly Tools?: (props: PanelProps) => JSX.Element | null;
}

export { LayoutDialog } from "../stage/layout_dialog.tsx";
export { ShortcutList } from "./shortcut_list.tsx";
export { PANEL_STRINGS } from "../../strings/panel_strings.ts";

/** Style of all contents. */
export const PANEL_STYLE = panelStyle;

/** Content of each panel. */
export const PANEL_BODIES: Readonly<Record<PanelName, PanelBody>> = {
  chat: { Body: ChatPanel, Tools: ChatTools },
  people: { Body: MembersPanel },
  settings: { Body: SettingsPanel },
  invite: { Body: InvitePanel },
  quality: { Body: QualityPanel },
};

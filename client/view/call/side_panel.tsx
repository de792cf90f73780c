/**
 * The panel beside the stage.
 *
 * @module
 */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { PanelName } from "../../engine/call/call_state.ts";
import type { StringKey } from "../../strings/en.ts";
import { useText } from "../context/i18n.ts";
import type { PanelProps } from "../context/panel_props.ts";
import { CloseButton } from "../ui/close_button.tsx";
import { useRestoreFocus } from "../ui/focus.ts";
import { isImeKey } from "../ui/ime_key.ts";
import type { PANEL_BODIES, PanelBody } from "./panel_bodies.tsx";

const TITLES: Readonly<Record<PanelName, StringKey>> = {
  chat: "chat",
  people: "people",
  settings: "settings",
  invite: "inviteTitle",
  quality: "quality",
};

/** The open panel, or nothing. */
export function SidePanel(props: PanelProps): JSX.Element | null {
  const { panel } = props.state;
  const bodies = usePanelBodies(panel);
  return panel && (
    <PanelFrame
      key={panel}
      {...props}
      title={TITLES[panel]}
      content={bodies?.[panel]}
    />
  );
}

/**
 * Contents of the panels; null while they load. They load with the call, since
 * the server may be away when a panel opens, and again then after a failure.
 */
function usePanelBodies(panel: PanelName | null): typeof PANEL_BODIES | null {
  const [bodies, setBodies] = useState<typeof PANEL_BODIES | null>(null);
  useEffect(() => {
    if (bodies) return;
    import("./panel_bodies.tsx").then(
      ({ PANEL_BODIES }) => setBodies(PANEL_BODIES),
      () => {},
    );
  }, [panel]);
  return bodies;
}

/** A column beside the stage; on a phone a sheet above it. */
function PanelFrame(
  { title, content, ...props }: PanelProps & {
    readonly title: StringKey;
    /** Undefined while it loads. */
    readonly content: PanelBody | undefined;
  },
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
        {content?.Tools && <content.Tools {...props} />}
        <CloseButton title={name} testId="panel-close" onClick={close} />
      </header>
      {content && <content.Body {...props} />}
    </aside>
  );
}

/**
 * The panel beside the stage.
 *
 * @module
 */
import type { ComponentChildren, JSX } from "preact";
import type { PanelName } from "../../engine/call/call_state.ts";
import type { StringKey } from "../../strings/en.ts";
import { I18nContext, useI18n, useText } from "../context/i18n.ts";
import type { PanelProps } from "../context/panel_props.ts";
import { CloseButton } from "../ui/close_button.tsx";
import { useRestoreFocus } from "../ui/focus.ts";
import { isImeKey } from "../ui/ime_key.ts";
import type { PanelBody } from "./panel_bodies.tsx";
import type { PanelModule } from "./use_panel_module.ts";

const TITLES: Readonly<Record<PanelName, StringKey>> = {
  chat: "chat",
  people: "people",
  settings: "settings",
  invite: "inviteTitle",
  quality: "quality",
};

/** The open panel, or nothing. */
export function SidePanel(
  { module, ...props }: PanelProps & {
    /** Null while it loads. */
    readonly module: PanelModule | null;
  },
): JSX.Element | null {
  const { panel } = props.state;
  if (!panel) return null;
  return (
    <PanelTexts texts={module?.PANEL_STRINGS}>
      <PanelFrame
        key={panel}
        {...props}
        title={TITLES[panel]}
        content={module?.PANEL_BODIES[panel]}
      />
    </PanelTexts>
  );
}

/** Gives the contents of the panels their texts beside those of the page. */
function PanelTexts(
  { texts, children }: {
    /** Undefined while they load. */
    readonly texts: PanelModule["PANEL_STRINGS"] | undefined;
    readonly children: ComponentChildren;
  },
): JSX.Element {
  const i18n = useI18n();
  const strings = { ...i18n.strings, ...texts?.[i18n.language] };
  return (
    <I18nContext.Provider value={{ ...i18n, strings }}>
      {children}
    </I18nContext.Provider>
  );
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

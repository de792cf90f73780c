/**
 * Opens "Under the hood", which is loaded then.
 *
 * @module
 */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useText } from "../context/i18n.ts";
import type { PanelProps } from "../context/panel_props.ts";
import { adoptStyle } from "../ui/adopt_style.ts";
import { Button } from "../ui/button.tsx";
import { useModule } from "../ui/use_module.ts";

async function loadUnderTheHood(): Promise<
  typeof import("../trace/under_the_hood.tsx")
> {
  const module = await import("../trace/under_the_hood.tsx");
  adoptStyle(module.TRACE_STYLE);
  return module;
}

/** The button, and the dialog while it is open. */
export function TraceButton(
  { state, actions }: Pick<PanelProps, "state" | "actions">,
): JSX.Element | null {
  const text = useText();
  const [isOpen, setOpen] = useState(false);
  const module = useModule(loadUnderTheHood, isOpen, isOpen);
  const trace = actions.callTrace();
  if (!trace) return null;
  return (
    <>
      <Button testId="open-under-the-hood" onClick={() => setOpen(true)}>
        {text("underTheHood")}
      </Button>
      {isOpen && module && (
        <module.UnderTheHood
          trace={trace}
          names={new Map(
            state.remoteMembers.map(({ id, info }) => [
              id,
              info.name || text("guest"),
            ]),
          )}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

/**
 * Loads what appears later in a call: panels and dialogs, with the styles of
 * what some calls have.
 *
 * @module
 */
import { useLayoutEffect } from "preact/hooks";
import { adoptStyle } from "../ui/adopt_style.ts";
import { useModule } from "../ui/use_module.ts";

/** What is loaded. */
export type PanelModule = typeof import("./panel_bodies.tsx");

let loaded: PanelModule | null = null;

/** Loads the module, in the lobby already: a join has no time for it. */
export async function loadPanels(): Promise<PanelModule> {
  loaded ??= await import("./panel_bodies.tsx");
  return loaded;
}

/**
 * The loaded module; null before. It is needed with the call, since the server
 * may be away when a panel opens, and loads again at each change of `opened`
 * after a failure.
 */
export function usePanelModule(opened: unknown): PanelModule | null {
  const module = useModule(loadPanels, true, opened, loaded);
  useLayoutEffect(() => {
    if (module) adoptStyle(module.PANEL_STYLE);
  }, [module]);
  return module;
}

/**
 * Loads what appears later in a call: panels and dialogs.
 *
 * @module
 */
import { useSettled } from "../context/connecting.ts";
import { adoptStyle } from "../ui/adopt_style.ts";
import { useModule } from "../ui/use_module.ts";

/** What is loaded. */
export type PanelModule = typeof import("./panel_bodies.tsx");

async function loadPanels(): Promise<PanelModule> {
  const module = await import("./panel_bodies.tsx");
  adoptStyle(module.PANEL_STYLE);
  return module;
}

/**
 * The loaded module; null before. It loads with the call, since the server may
 * be away when a panel opens, and again at each change of `opened` after a
 * failure.
 */
export function usePanelModule(opened: unknown): PanelModule | null {
  const isSettled = useSettled();
  return useModule(loadPanels, isSettled || Boolean(opened), opened);
}

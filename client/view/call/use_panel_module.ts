/**
 * Loads what appears later in a call: panels and dialogs.
 *
 * @module
 */
import { useEffect, useState } from "preact/hooks";
import { adoptStyle } from "../ui/adopt_style.ts";

/** What is loaded. */
export type PanelModule = typeof import("./panel_bodies.tsx");

/**
 * The loaded module; null before. It loads with the call, since the server may
 * be away when a panel opens, and again at each change of `opened` after a
 * failure.
 */
export function usePanelModule(opened: unknown): PanelModule | null {
  const [module, setModule] = useState<PanelModule | null>(null);
  useEffect(() => {
    if (module) return;
    import("./panel_bodies.tsx").then(
      (module) => {
        adoptStyle(module.PANEL_STYLE);
        setModule(module);
      },
      () => {},
    );
  }, [opened]);
  return module;
}

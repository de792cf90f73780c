/**
 * Listens for the keys of the call while it is on the page.
 *
 * @module
 */
import { useEffect, useRef } from "preact/hooks";
import type { CallState } from "../../engine/call/call_state.ts";
import type { Actions } from "../context/actions.ts";
import {
  isEditableTarget,
  matchShortcut,
  type ShortcutName,
} from "./shortcuts.ts";
import { togglePageFullScreen } from "../stage/tile_tools.tsx";

/** What the keys work on. */
export interface ShortcutContext {
  readonly state: CallState;
  readonly actions: Actions;
  readonly showList: () => void;
}

const SHORTCUT_HANDLERS: Readonly<
  Record<ShortcutName, (targets: ShortcutContext) => void>
> = {
  "microphone": ({ state, actions }) =>
    actions.setDeviceEnabled("microphone", !state.media.microphone.isOn),
  "camera": ({ state, actions }) =>
    actions.setDeviceEnabled("camera", !state.media.camera.isOn),
  "screen": ({ state, actions }) => {
    if (state.screen.isSupported) {
      actions.setScreenShareEnabled(!state.screen.isSharing);
    }
  },
  "chat": ({ state, actions }) =>
    actions.openPanel(state.panel === "chat" ? null : "chat"),
  "people": ({ state, actions }) =>
    actions.openPanel(state.panel === "people" ? null : "people"),
  "full-screen": () => togglePageFullScreen(),
  "link": ({ actions }) => actions.copyLink(),
  "list": ({ showList }) => showList(),
};

/** Runs what the keys mean, while `isOn` and nothing is in their way. */
export function useShortcuts(isOn: boolean, targets: ShortcutContext): void {
  const latest = useRef({ isOn, targets });
  latest.current = { isOn, targets };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { isOn, targets } = latest.current;
      if (event.defaultPrevented || isEditableTarget(event.target)) return;
      if (document.querySelector("dialog[open]")) return;
      const name = matchShortcut(event);
      if (name === null || !isOn) return;
      event.preventDefault();
      SHORTCUT_HANDLERS[name](targets);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}

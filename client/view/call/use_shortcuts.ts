/**
 * Handles the keyboard shortcuts while the call is on the page.
 *
 * @module
 */
import { useEffect, useRef } from "preact/hooks";
import type { CallState } from "../../engine/call/call_state.ts";
import type { Actions } from "../context/actions.ts";
import { nextStageLayout } from "../../engine/call/stage_choice.ts";
import { hasHands, isOwnHandRaised } from "../reactions/hand_toggle.tsx";
import { togglePageFullScreen } from "../stage/full_screen.ts";
import {
  isEditableTarget,
  matchShortcut,
  type ShortcutName,
} from "./shortcuts.ts";

/** Input of the shortcut handlers. */
export interface ShortcutContext {
  readonly state: CallState;
  readonly actions: Actions;
  readonly showList: () => void;
}

const SHORTCUT_HANDLERS: Readonly<
  Record<ShortcutName, (context: ShortcutContext) => void>
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
  "motion": ({ state, actions }) => {
    const { isScreenMotion } = state.mediaSettings;
    if (state.screen.isSharing) {
      actions.setMediaSettings({ isScreenMotion: !isScreenMotion });
    }
  },
  "chat": ({ state, actions }) =>
    actions.openPanel(state.panel === "chat" ? null : "chat"),
  "people": ({ state, actions }) =>
    actions.openPanel(state.panel === "people" ? null : "people"),
  "layout": ({ state, actions }) =>
    actions.setStage({ layout: nextStageLayout(state.stage.layout) }),
  "hand": ({ state, actions }) => {
    if (hasHands(state)) actions.setHandRaised(!isOwnHandRaised(state));
  },
  "full-screen": () => togglePageFullScreen(),
  "link": ({ actions }) => actions.copyLink(),
  "list": ({ showList }) => showList(),
};

/** Handles shortcuts while `isOn`, except in text fields and under a dialog. */
export function useShortcuts(isOn: boolean, context: ShortcutContext): void {
  const latest = useRef({ isOn, context });
  latest.current = { isOn, context };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { isOn, context } = latest.current;
      if (event.defaultPrevented || isEditableTarget(event.target)) return;
      if (document.querySelector("dialog[open]")) return;
      const name = matchShortcut(event);
      if (name === null || !isOn) return;
      event.preventDefault();
      SHORTCUT_HANDLERS[name](context);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}

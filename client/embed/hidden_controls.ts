/**
 * Controls that an embedding page can hide: their buttons, by test id, and
 * their keyboard shortcuts.
 *
 * @module
 */
import { options } from "preact";
import { REACTION_KEYS } from "../engine/reactions/reaction_keys.ts";
import {
  isEditableTarget,
  matchShortcut,
  type ShortcutName,
} from "../view/call/shortcuts.ts";

interface HideableControl {
  readonly testIds: readonly string[];
  readonly shortcuts: readonly ShortcutName[];
}

const CONTROLS = {
  microphone: {
    testIds: ["toggle-mic", "microphone-menu"],
    shortcuts: ["microphone"],
  },
  camera: { testIds: ["toggle-camera", "camera-menu"], shortcuts: ["camera"] },
  screen: { testIds: ["toggle-screen"], shortcuts: ["screen", "motion"] },
  reactions: {
    testIds: ["reactions", ...REACTION_KEYS.map((key) => `react-${key}`)],
    shortcuts: [],
  },
  hand: { testIds: ["toggle-hand"], shortcuts: ["hand"] },
  chat: { testIds: ["chat-toggle"], shortcuts: ["chat"] },
  files: { testIds: ["choose-files", "send-files"], shortcuts: [] },
  people: { testIds: ["people-toggle"], shortcuts: ["people"] },
  invite: {
    testIds: [
      "open-invite",
      "members-invite",
      "copy-link",
      "copy-invite",
      "share-link",
      "show-qr",
    ],
    shortcuts: ["link"],
  },
  layout: { testIds: ["open-layout"], shortcuts: ["layout"] },
  floating: { testIds: ["toggle-floating", "pip"], shortcuts: [] },
  recording: { testIds: ["start-recording"], shortcuts: [] },
  quality: { testIds: ["open-quality"], shortcuts: [] },
  settings: { testIds: ["open-settings", "device-settings"], shortcuts: [] },
  shortcuts: { testIds: ["show-shortcuts"], shortcuts: ["list"] },
  language: { testIds: ["other-language"], shortcuts: [] },
  more: { testIds: ["more"], shortcuts: [] },
  leave: { testIds: ["leave"], shortcuts: [] },
} as const satisfies Readonly<Record<string, HideableControl>>;

/** Name of a control in the parameter `hide`. */
export type HiddenName = keyof typeof CONTROLS;

/** True for a word that `hide` knows. */
export function isHiddenName(word: string): word is HiddenName {
  return Object.hasOwn(CONTROLS, word);
}

/** Leaves out all buttons of these controls, wherever the views have them. */
export function leaveOutButtons(names: ReadonlySet<HiddenName>): void {
  const left = new Set<unknown>(
    [...names].flatMap((name): readonly string[] => CONTROLS[name].testIds),
  );
  const before = options.vnode;
  options.vnode = (vnode) => {
    before?.(vnode);
    if (vnode.type !== "button") return;
    const { props } = vnode;
    if (!("data-testid" in props && left.has(props["data-testid"]))) return;
    vnode.type = Nothing;
    vnode.ref = null;
  };
}

function Nothing(): null {
  return null;
}

/** Keeps the shortcuts of hidden controls from the page. */
export function blockShortcuts(names: ReadonlySet<HiddenName>): void {
  const blocked = new Set<ShortcutName>(
    [...names].flatMap((name): readonly ShortcutName[] =>
      CONTROLS[name].shortcuts
    ),
  );
  if (blocked.size === 0) return;
  addEventListener("keydown", (event) => {
    if (isEditableTarget(event.target)) return;
    const name = matchShortcut(event);
    if (name !== null && blocked.has(name)) event.stopPropagation();
  }, { capture: true });
}

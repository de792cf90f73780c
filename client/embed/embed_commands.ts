/**
 * Commands of the embedding page: their shapes, and what they do.
 *
 * @module
 */
import type { Call } from "../engine/call/call.ts";
import type { CallState } from "../engine/call/call_state.ts";
import { asRecord } from "../engine/json.ts";
import type { Store } from "../engine/store.ts";
import type { Actions } from "../view/context/actions.ts";
import { isTheme, type Theme } from "./page_theme.ts";

/** What commands act on. */
export interface CommandTarget {
  readonly call: Pick<Call, "setName">;
  readonly store: Pick<Store<CallState>, "get">;
  readonly actions: Pick<
    Actions,
    "join" | "leave" | "setDeviceEnabled" | "setScreenShareEnabled"
  >;
  /** Enters with the name of the lobby's field. */
  readonly join: () => void;
  readonly setTheme: (theme: Theme) => void;
  /** Sends the event `state`. */
  readonly sendState: () => void;
}

/** Longest name that is looked at, in UTF-16 code units. */
const MAX_NAME_INPUT = 1_000;

/** A valid command. */
export type EmbedCommand =
  | {
    readonly command: "microphone" | "camera" | "screen";
    readonly value: boolean;
  }
  | { readonly command: "name"; readonly value: string }
  | { readonly command: "theme"; readonly value: Theme }
  | { readonly command: "join" | "leave" | "state" };

/** Reads a command; null when it is none or its value does not fit. */
export function parseEmbedCommand(message: unknown): EmbedCommand | null {
  const { command, value } = asRecord(message) ?? {};
  switch (command) {
    case "microphone":
    case "camera":
    case "screen":
      return typeof value === "boolean" ? { command, value } : null;
    case "name":
      return typeof value === "string" && value.length <= MAX_NAME_INPUT
        ? { command, value }
        : null;
    case "theme":
      return isTheme(value) ? { command, value } : null;
    case "join":
    case "leave":
    case "state":
      return { command };
    default:
      return null;
  }
}

/** Runs a command; false in a phase that does not have it. */
export function runEmbedCommand(
  command: EmbedCommand,
  { call, store, actions, join, setTheme, sendState }: CommandTarget,
): boolean {
  const { phase } = store.get();
  const isOver = phase === "left" || phase === "refused";
  switch (command.command) {
    case "theme":
      setTheme(command.value);
      return true;
    case "state":
      sendState();
      return true;
    case "microphone":
    case "camera":
      if (!isOver) actions.setDeviceEnabled(command.command, command.value);
      return !isOver;
    case "screen":
      if (phase === "joined") actions.setScreenShareEnabled(command.value);
      return phase === "joined";
    case "name":
      if (!isOver) call.setName(command.value);
      return !isOver;
    case "join":
      if (phase === "lobby") join();
      return phase === "lobby";
    case "leave":
      if (!isOver) actions.leave();
      return !isOver;
  }
}

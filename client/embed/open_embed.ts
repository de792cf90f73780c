/**
 * The page of a room in an iframe of another page: loaded on demand, with
 * parameters, a style for small frames, and messages to the page around it.
 *
 * @module
 */
import type { Preferences } from "../view/context/preferences.ts";
import { adoptStyle } from "../view/ui/adopt_style.ts";
import { parseEmbedCommand, runEmbedCommand } from "./embed_commands.ts";
import { describeCall, listEmbedEvents } from "./embed_events.ts";
import { parseEmbedParameters } from "./embed_parameters.ts";
import type { EmbeddedCall, Embedding } from "./embedding.ts";
import { createEmbedPreferences } from "./embed_preferences.ts";
import { blockShortcuts, leaveOutButtons } from "./hidden_controls.ts";
import { applyTheme } from "./page_theme.ts";
import { ParentChannel } from "./parent_channel.ts";
import embedCss from "./embed.css" with { type: "text" };

/** Reads the parameters and prepares the document. */
export function openEmbed(): Embedding {
  const parameters = parseEmbedParameters(new URLSearchParams(location.search));
  const { hidden, theme, skipsLobby, ignored } = parameters;
  const preferences = createEmbedPreferences(parameters, () => localStorage);
  adoptStyle(embedCss);
  document.documentElement.dataset.embed = [...hidden].join(" ");
  applyTheme(document, theme);
  leaveOutButtons(hidden);
  blockShortcuts(hidden);
  openLinksInTabs();
  return {
    preferences,
    connect: (embedded) => {
      const channel = connectParent(embedded, preferences);
      for (const parameter of ignored) {
        const message = `The parameter is unknown: ${parameter}`;
        warn(message);
        channel.send("error", { code: "bad-parameter", message });
      }
      if (skipsLobby) embedded.actions.join(preferences.get("name") ?? "");
    },
  };
}

function connectParent(
  { call, store, actions }: EmbeddedCall,
  preferences: Preferences,
): ParentChannel {
  const channel = new ParentChannel({
    parent,
    ancestorOrigins: location.ancestorOrigins,
    referrer: document.referrer,
    ownOrigin: location.origin,
    onMessage: (listener) => {
      // Opened by itself, the page is its own parent.
      if (parent !== globalThis.window) addEventListener("message", listener);
    },
    warn,
  }, (message) => {
    const command = parseEmbedCommand(message);
    const isDone = command !== null && runEmbedCommand(command, {
      call: {
        setName: (name) => {
          call.setName(name);
          fillNameField(store.get().self.name);
        },
      },
      store,
      actions,
      join: () =>
        actions.join(store.get().self.name || preferences.get("name") || ""),
      setTheme: (theme) => applyTheme(document, theme),
      sendState: () => channel.send("state", describeCall(store.get())),
    });
    if (isDone) return;
    const name = String(message.command).slice(0, MAX_COMMAND_CHARS);
    channel.send("error", {
      code: "bad-command",
      message: `The command has no effect: ${name}`,
    });
  });
  let before = store.get();
  const end = store.subscribe((after) => {
    for (const { event, data } of listEmbedEvents(before, after)) {
      channel.send(event, { ...data });
    }
    before = after;
  });
  // A reload is no end of the call.
  addEventListener("pagehide", end, { capture: true });
  channel.send("ready", describeCall(before));
  return channel;
}

const MAX_COMMAND_CHARS = 80;

/** Shows a name in the lobby, as if the person had typed it. */
function fillNameField(name: string): void {
  const field = document.querySelector("input[name=name]");
  if (!(field instanceof HTMLInputElement)) return;
  field.value = name;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Other pages of this server are not shown in a frame. */
function openLinksInTabs(): void {
  document.addEventListener("click", ({ target }) => {
    const link = target instanceof Element ? target.closest("a[href]") : null;
    if (link instanceof HTMLAnchorElement && !link.download) {
      link.target = "_blank";
      link.rel = "noopener";
    }
  }, { capture: true });
}

function warn(line: string): void {
  // deno-lint-ignore no-console
  console.warn(`Maru: ${line}`);
}

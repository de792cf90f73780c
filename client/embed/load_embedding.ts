/**
 * Loads what connects a room with the page around its frame.
 *
 * @module
 */
import type { Preferences } from "../view/context/preferences.ts";
import { type Embedding, notEmbedded } from "./embedding.ts";

/** Resolves to what the page around the frame asks for. */
export function loadEmbedding(preferences: Preferences): Promise<Embedding> {
  // Without its script the call works, and the page around it hears nothing.
  return import("./open_embed.ts").then(
    ({ openEmbed }) => openEmbed(),
    () => notEmbedded(preferences),
  );
}

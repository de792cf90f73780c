/**
 * Preferences of a call in an iframe: what the embedding page chose counts until
 * the person chooses otherwise, and is not stored.
 *
 * @module
 */
import {
  type KeyValueStorage,
  type PreferenceName,
  Preferences,
} from "../view/context/preferences.ts";
import type { EmbedParameters } from "./embed_parameters.ts";

/** Preferences with the parameters above those of this browser. */
export function createEmbedPreferences(
  { name, isMicrophoneOff, isCameraOff, language }: EmbedParameters,
  storage: () => KeyValueStorage,
): Preferences {
  const chosen = new Map<string, string>();
  const set = (preference: PreferenceName, value: string | null) => {
    if (value !== null) chosen.set(`maru.${preference}`, value);
  };
  set("name", name);
  set("language", language);
  set("muted", isMicrophoneOff ? "1" : null);
  set("camera-off", isCameraOff ? "1" : null);
  return new Preferences(() => ({
    getItem: (key) => chosen.get(key) ?? storage().getItem(key),
    setItem: (key, value) => {
      if (chosen.get(key) === value) return;
      chosen.delete(key);
      storage().setItem(key, value);
    },
    removeItem: (key) => {
      chosen.delete(key);
      storage().removeItem(key);
    },
  }));
}

/**
 * What the page says in English to who uses the keyboard or a screen reader.
 *
 * @module
 */

/** English; part of the page's table. */
export const accessEn = {
  otherLanguage: "한국어",
  otherLanguageCode: "ko",
  notices: "Notices",
  shortcuts: "Keyboard shortcuts",
  shortcutMicrophone: "Mute or unmute yourself",
  shortcutCamera: "Turn your camera on or off",
  shortcutScreen: "Share your screen, or stop",
  shortcutChat: "Open or close the chat",
  shortcutFullScreen: "Fill the screen, or stop",
  shortcutLink: "Copy the link of the call",
  shortcutList: "Show this list",
  shortcutsOn: "Use these shortcuts",
  shortcutsHint:
    "They do nothing while you write. When they are off, this list is in the menu.",
  saidSharing: "{name} shares their screen",
  saidNotSharing: "{name} stopped sharing their screen",
  saidReconnecting: "The connection to {name} is interrupted; reconnecting",
  saidBack: "The connection to {name} is back",
  saidFailed: "There is no connection to {name}",
  saidMuted: "Your microphone is muted",
  saidUnmuted: "Your microphone is on",
  saidCameraOff: "Your camera is off",
  saidCameraOn: "Your camera is on",
  saidOwnSharing: "You share your screen",
  saidOwnNotSharing: "You stopped sharing your screen",
} as const;

/** The same in another language. */
export type AccessStrings = Readonly<Record<keyof typeof accessEn, string>>;

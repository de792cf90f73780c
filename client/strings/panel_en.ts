/**
 * English texts of the panels' contents, which are loaded with them.
 *
 * @module
 */
import type { PluralForms } from "./plural_forms.ts";

/** Texts by key. */
export const panelEn = {
  mirrorSelfHint: "Only for you. Others always see you unmirrored.",
  backgroundTime: "Background effect: {ms} ms per frame",
  echoCancellationHint: "Keeps your speaker's sound out of your microphone.",
  noiseSuppressionHint: "Removes background noise. Turn off for music.",
  autoGainControlHint: "Keeps your voice at a steady volume.",
  musicMode: "Music mode",
  musicModeHint: "Sends stereo in high quality, unprocessed. Use headphones.",
  videoCodec: "Video codec (sent)",
  uploadLimit: "Upload limit",
  speakerOf: "Speaker for {name}",
  letMemberDraw: "Let {name} draw",
  letMemberDrawHint: "On your screen, until you stop sharing.",
  mayDraw: "Can draw on your screen",
  sameSpeaker: "Same speaker as everyone",
  saveData: "Save data",
  saveDataHint: "Smaller, less smooth video, both sent and received.",
  soundOnlyHint: "Turns off your camera and everyone else's video.",
  alertSound: "Sounds",
  alertSoundHint:
    "When someone asks to join, joins you or writes while you're in another tab or app.",
  notificationsHint: "Shown by your system at the same moments.",
  notificationsBlocked:
    "Blocked. Allow notifications for this site in the browser.",
  pushToTalkHint:
    "You're muted unless you hold the space bar or the talk button.",
  mutedSpeechSwitch: "Tell me when I speak while muted",
  mutedSpeechHint:
    "Your microphone stays open while you're muted. Its sound isn't sent.",
  chatEmpty: "No messages yet. Everyone in the call can see what you send.",
  messageCut: "Messages can have up to {n} characters. The rest was cut off.",
  chatPlaceholder: "Send a message",
  insertEmoji: "Emoji",
  moreEmoji: "All emoji: {keys}",
  saveChatWithoutPrivate: "Save chat without private messages",
  recipient: "To",
  privatelyTo: "{name} (private)",
  privatelyToYou: "Only to you",
  privatePlaceholder: "Private message to {name}",
  recipientLeft: "{name} left. Choose who gets this message.",
  inReplyTo: "In reply to",
  cancelReply: "Cancel reply",
  replyMissing: "In reply to a message that isn't here",
  showOriginal: "Show the original message",
  fileTo: "To {name}",
  fileProgress: "{file}, {name}",
  fileAccept: "Download",
  fileAcceptOf: "Download {file}",
  fileRefuse: "Decline",
  fileRefuseOf: "Decline {file}",
  fileCancelOf: "Cancel download of {file}",
  fileCancelFor: "Stop sending {file} to {name}",
  fileCancelAll: "Cancel for everyone",
  fileCancelAllOf: "Cancel for everyone: {file}",
  fileDownload: "Save to this device",
  fileDownloadOf: "Save to this device: {file}",
  previewOf: "Preview of {file}",
  noPreview: "This image can't be previewed.",
  fileWaiting: "Waiting for a response",
  fileStarting: "Starting…",
  fileMoving: "{done} of {total} · {speed}/s",
  fileChecking: "Verifying…",
  fileSent: "Delivered",
  fileSaved: "Saved, checksum verified",
  fileReady: "Download complete, checksum verified",
  fileCut: "Paused. Resumes after reconnecting",
  fileCancelled: "Cancelled",
  fileCancelledBy: "Cancelled by {name}",
  fileRefused: "Declined",
  fileRefusedBy: "Declined by {name}",
  fileTooBig: "Too large for this browser",
  fileTooBigMax: "Too large. This browser can receive up to {max}",
  fileTooBigFor: "Too large for {name}'s browser",
  fileTooManyFor: "{name} has too many pending files",
  fileUnwritable: "Couldn't be saved to this device",
  fileUnwritableBy: "Couldn't be saved on {name}'s device",
  fileUnreadable: "The file was changed or deleted",
  fileUnreadableBy: "{name} can no longer read the file",
  fileDamaged: "Checksum mismatch. The file was deleted",
  fileDamagedBy: "Checksum mismatch. The file was deleted on {name}'s device",
  fileProtocol: "Transfer failed because of invalid data",
  fileLeft: "{name} left before the transfer finished",
  linkVerifies:
    "Everyone here has the key in this link, except where it says Not verified.",
  everyoneVerified: "You verified everyone here by voice.",
  verifyByVoice: "Verify by voice",
  verifyHint: "Make sure that nobody listens in between you and {name}.",
  compareCode:
    "Ask {name} to open your entry in their list of participants. Then read this aloud: both must see the same.",
  sayDifference:
    "If anything differs, someone may be listening in. Don't say anything private.",
  codesMatch: "They're the same",
  verifiedNow: "You verified {name} for this call.",
  unverify: "Remove verification",
  codeFromDescription:
    "Compare it as usual. This browser doesn't show the certificate itself, so the code uses the fingerprint that the browser compared it with.",
  pageNotSecure: "Not verified: this page was opened without https.",
  linkHasNoKey:
    "Not verified: this link has no key. Verify each other by voice, or start a new room.",
  lockRoom: "Lock the room",
  lockRoomText:
    "New people ask to join, and anyone in the call can admit them.",
  endRoomAsk: "End the call? All participants will be disconnected.",
  endRoomSure: "End for everyone",
  memberActions: "Options for {name}",
  muteAllAsk: "Mute everyone else? They can unmute themselves.",
  muteForMe: "Mute {name} for me only",
  unmuteForMe: "Unmute {name} for me",
  removeAsk: "Remove {name} from the call?",
  removeAndLock: "Remove and lock",
  removeOpenHint: "They can rejoin unless the room is locked.",
  underTheHood: "Under the hood",
  qualityMeasuring: "Measuring…",
  qualityAlone: "Connections appear here when others join.",
  graphOf: "{name} over the last four minutes, peak {most}",
  pictureIn: "Their video",
  pictureOut: "Your video",
  shortcutsOn: "Use keyboard shortcuts",
  shortcutsHint:
    "Shortcuts don't work while you're typing. This list is always available in the menu.",
  carryingUnknown:
    "How many participants your device and network can handle is measured during a call.",
  carryingAll: {
    one:
      "Your device and network can handle {n} participant, the maximum in a call.",
    other:
      "Your device and network can handle {n} participants, the maximum in a call.",
  },
  carryingAtLeast: {
    one: "Your device and network can handle at least {n} participant.",
    other: "Your device and network can handle at least {n} participants.",
  },
  carryingNetwork: {
    one: "Your network can handle about {n} participant.",
    other: "Your network can handle about {n} participants.",
  },
  carryingDevice: {
    one: "Your device can handle about {n} participant.",
    other: "Your device can handle about {n} participants.",
  },
  beyondCapacity:
    "This call is larger, so your video quality is lowered. Audio comes first.",
  heldByDevice: "Your device is busy, so your video quality is lowered.",
  heldByNetwork:
    "Your upload is slow, so your video quality is lowered. Audio comes first.",
  roundTripTime: "Round trip",
  lossHere: "Incoming loss",
  lossThere: "Outgoing loss",
  jitterTime: "Jitter",
  bitrateIn: "Received",
  bitrateOut: "Sent",
} as const satisfies Readonly<Record<string, string | PluralForms>>;

/** Key of a text of the panels. */
export type PanelStringKey = keyof typeof panelEn;

/** Texts of the panels in a language. */
export type PanelStrings = {
  readonly [Key in PanelStringKey]: (typeof panelEn)[Key] extends string
    ? string
    : PluralForms;
};

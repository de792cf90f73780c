/**
 * Texts of the notices.
 *
 * @module
 */
import type { NoticeKind } from "../../engine/call/call_state.ts";
import type { StringKey } from "../../strings/en.ts";

const NOTICE_KEYS: Readonly<Record<NoticeKind, StringKey>> = {
  "joined": "joined",
  "left": "left",
  "lost": "lost",
  "signaling-lost": "signalingLost",
  "signaling-back": "signalingBack",
  "offline": "offlineNotice",
  "online": "onlineNotice",
  "camera-back": "cameraBack",
  "microphone-back": "microphoneBack",
  "link-copied": "linkCopied",
  "link-not-copied": "linkNotCopied",
  "camera-interrupted": "cameraInterrupted",
  "microphone-interrupted": "microphoneInterrupted",
  "camera-ended": "cameraEndedNotice",
  "microphone-ended": "microphoneEndedNotice",
  "camera-replaced": "cameraReplaced",
  "microphone-replaced": "microphoneReplaced",
  "speaker-lost": "speakerLost",
  "background-overload": "backgroundOverload",
  "background-failed": "backgroundFailed",
  "noise-failed": "noiseFailed",
  "screen-failed": "screenFailed",
  "screen-silent": "screenSilent",
  "drawing-allowed": "drawingAllowed",
  "drawing-ended": "drawingEnded",
  "kicked": "kicked",
  "muted-by": "mutedBy",
  "muted-speech": "mutedSpeech",
  "muted-speech-key": "mutedSpeechKey",
  "hand-raised": "handRaisedBy",
  "hand-lowered": "handLoweredBy",
  "room-locked": "roomLockedNotice",
  "room-unlocked": "roomUnlockedNotice",
  "now-host": "nowHost",
  "nobody-fits": "nobodyFits",
  "beyond-capacity": "beyondNotice",
  "forged": "forgedNotice",
  "code-changed": "codeChanged",
  "code-requested": "codeRequested",
  "verification-lost": "verificationLost",
  "file-offered": "noticeFileOffered",
  "file-received": "noticeFileReceived",
  "file-sent": "noticeFileSent",
  "file-ended": "noticeFileEnded",
  "file-nobody": "noticeFileNobody",
  "file-folder": "noticeFileFolder",
  "file-too-many": "noticeFileTooMany",
  "recording-started": "recordingBy",
  "recording-ended": "recordingEnded",
  "own-recording": "ownRecording",
  "recording-saved": "recordingSaved",
  "recording-full": "recordingFull",
  "recording-failed": "recordingFailed",
};

/** Key of the text of a notice. */
export function noticeKeyOf(kind: NoticeKind): StringKey {
  return NOTICE_KEYS[kind];
}

/** Key of the text that replaces an empty name in a notice. */
export function fallbackNameKeyOf(kind: NoticeKind): StringKey {
  return kind.endsWith("-replaced") ? "anotherDevice" : "guest";
}

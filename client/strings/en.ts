/**
 * Texts of the page in English. Its keys are the keys of every language.
 *
 * @module
 */
import type { CheckStringKey, CheckStrings } from "./check_en.ts";
import type { PanelStringKey, PanelStrings } from "./panel_en.ts";
import type { NoticeStringKey, NoticeStrings } from "./notice_string_keys.ts";
import type { TileStringKey, TileStrings } from "./tile_string_keys.ts";
import type { PluralForms } from "./plural_forms.ts";
import type { LearnStringKey, LearnStrings } from "./learn_en.ts";
import type { TraceStringKey, TraceStrings } from "./trace_en.ts";

/**
 * English. `{name}` and the like are parameters; a text with plural forms has
 * a count as its parameter `n`.
 */
export const en = {
  // Any page

  language: "Language",
  tryAgain: "Try again",
  cancel: "Cancel",
  yes: "Yes",
  no: "No",
  you: "You",
  guest: "Guest",
  operator: "Server operator",
  toStart: "Home",
  checkLink: "Check your connection",
  trustThisDevice: "Trust this server on this device",
  learnLink: "How calls work",

  // Start page

  tagline: "Video calls on your own server",
  startText:
    "Create a room, share its link, and start talking. Nothing to install, no account needed.",
  newRoom: "Create a room",
  orJoin: "or join a room by name",
  roomName: "Room name",
  go: "Join",
  badRoomName: "Use 1 to 64 letters, numbers, “-” or “_”.",
  fact1: "Browser to browser",
  fact1Text:
    "Audio and video go directly between participants whenever the network allows.",
  fact2: "Stays connected",
  fact2Text: "Calls survive a lost connection and even a server restart.",
  fact3: "Self-hosted",
  fact3Text: "Runs on your own machine and depends on no outside service.",

  // Browsers that lack something

  unsupportedTitle: "Calls don't work in this browser",
  obstacleNoWebrtc:
    "This browser doesn't support WebRTC, or WebRTC is turned off.",
  obstacleNoDevices:
    "This browser doesn't give pages access to the camera and microphone.",
  obstacleInApp:
    "In {app}'s own browser, the camera and microphone may not work.",
  openElsewhere: "Copy the link and open it in {browser}.",
  usualBrowsers: "Chrome, Edge, Firefox or Safari",

  // Lobby

  lobbyTitle: "Ready to join?",
  room: "Room",
  yourName: "Your name",
  nameCut: "Names can have up to {n} characters. The rest was cut off.",
  namePlaceholder: "The name others will see",
  join: "Join",
  joining: "Joining…",
  returnTitle: "Return to the call?",
  returnToCall: "Return to call",
  otherTab: "You're already in this call in another tab.",
  switchToThisTab: "Switch to this tab",
  joinHereToo: "Join here too",
  preview: "Your video preview",
  cameraIsOff: "Your camera is off",
  cameraStarting: "Starting your camera…",
  canStillJoin: "You can still join.",
  insideNobody: "No one is in this call yet",
  insideNames: {
    one: "{names} is in this call",
    other: "{names} are in this call",
  },
  insideMore: {
    one: "{names} and {n} other are in this call",
    other: "{names} and {n} others are in this call",
  },
  insideCount: {
    one: "{n} participant is in this call",
    other: "{n} participants are in this call",
  },
  insideAnd: "{a} and {b}",
  waitingForServer: "The server isn't responding yet. Still trying…",
  waitingToEnter: "Asking to join…",
  waitingToEnterText:
    "The room is locked. You'll join when someone in the call admits you.",

  // Invitation

  invite: "Invite",
  inviteTitle: "Invite people",
  inviteText:
    "Anyone with this link can join. While the room is locked, they can ask to join.",
  inviteScan: "Scan with a phone camera",
  roomLink: "Link to this room",
  linkLocalOnly:
    "This link only works on this computer. To invite others, open Maru at an address that their devices can reach.",
  shareLink: "Share",
  copyLink: "Copy link",
  linkIsCopied: "Copied",
  linkCopied: "Link copied",
  linkNotCopied: "Couldn't copy the link. Copy it from the address bar.",
  showQr: "Show QR code",
  qrOf: "QR code for {link}",

  // Camera, microphone and speaker

  camera: "Camera",
  microphone: "Microphone",
  speaker: "Speaker",
  devices: "Your devices",
  systemDefault: "System default",
  cameraNumber: "Camera {n}",
  microphoneNumber: "Microphone {n}",
  speakerNumber: "Speaker {n}",
  testSpeaker: "Test speaker",
  testingSpeaker: "Playing…",
  microphoneLevel: "Microphone level",
  hearNothing:
    "No sound from this microphone. Say something, or choose another one.",
  cameraRefused:
    "Camera access is blocked. Allow it in the address bar, then try again.",
  refusedBySystem:
    "Access is off in your device's settings. Allow it for this browser under privacy or app permissions, then try again.",
  cameraMissing: "No camera found.",
  cameraBusy: "Couldn't start the camera. Another app may be using it.",
  cameraInsecure: "The camera only works over a secure connection (https).",
  cameraEnded:
    "The camera stopped. It may be unplugged, or another app may be using it.",
  microphoneRefused:
    "Microphone access is blocked. Allow it in the address bar, then try again.",
  devicesRefused:
    "Camera and microphone access is blocked. Allow it in the address bar, then try again.",
  microphoneMissing: "No microphone found.",
  microphoneBusy: "Couldn't start the microphone. Another app may be using it.",
  microphoneInsecure:
    "The microphone only works over a secure connection (https).",
  microphoneEnded:
    "The microphone stopped. It may be unplugged, or another app may be using it.",
  microphoneOptions: "Microphone and speaker options",
  cameraOptions: "Camera options",
  mirrorSelf: "Mirror my video",
  newDevice: "New device: {name}",
  newDeviceNoName: "New device connected",
  useIt: "Use it",
  anotherDevice: "another device",

  // Settings

  settings: "Settings",
  background: "Background",
  strongNoise: "Strong noise suppression",
  strongNoiseHint:
    "Also removes keyboards, fans and traffic. Uses more battery.",
  soundSettings: "Audio settings",
  echoCancellation: "Echo cancellation",
  noiseSuppression: "Noise suppression",
  autoGainControl: "Automatic volume",
  cameraSize: "Camera resolution",
  frameRate: "Frame rate",
  soundOnly: "Sound only",
  screenMotion: "Smooth motion",
  screenMotionHint: "For videos on a shared screen. Turn off for sharp text.",
  notifications: "Notifications",
  pushToTalk: "Push to talk",
  holdToTalk: "Hold to talk",
  holdToTalkKey: "or hold Space",
  talking: "Others can hear you",
  talkIsOn: "Your microphone is on",

  // Call

  controls: "Call controls",
  mute: "Mute",
  unmute: "Unmute",
  cameraOn: "Turn on camera",
  cameraOff: "Turn off camera",
  turnCamera: "Switch camera",
  shareScreen: "Share screen",
  stopSharing: "Stop sharing",
  openChat: "Open chat",
  closeChat: "Close chat",
  more: "More options",
  leave: "Leave call",
  participants: "Participants",
  closePanel: "Close {name}",
  aloneTitle: "You're the only one here",
  aloneText: "Send this link to the people you want to talk to.",
  hearAll: "Turn on sound",

  // Tiles

  tileOf: "{name}, {state}",
  connecting: "Connecting",
  connected: "Connected",
  direct: "Direct",
  relayed: "Relayed",
  reconnecting: "Reconnecting",
  failed: "Not connected",
  cameraIsPaused: "{name}'s device paused the camera",
  noCommonFormat: "Your browser and {name}'s have no video format in common",
  muted: "Muted",
  yourVideo: "your video",
  screenOf: "{name}'s screen",
  youAreSharing: "You're sharing",
  stop: "Stop",
  letDraw: "Let others draw",
  yourScreen: "Your screen",
  annotate: "Draw on {name}",
  annotationTools: "Drawing tools",
  penTool: "Pen",
  pointerTool: "Pointer",
  clearOwnMarks: "Clear my drawings",
  clearAllMarks: "Clear all drawings",
  stopAnnotating: "Stop drawing",
  annotationArea:
    "Drawing area. Arrow keys move the pointer. Space starts and ends a line.",
  pin: "Pin {name}",
  unpin: "Unpin {name}",
  fullScreen: "Full screen: {name}",
  leaveFullScreen: "Exit full screen: {name}",
  pictureInPicture: "Picture-in-picture: {name}",
  layout: "Layout",
  layoutAuto: "Automatic",
  layoutGrid: "Grid",
  layoutSpeaker: "Speaker",
  layoutSide: "Side by side",
  floatingCall: "Picture-in-picture",
  returnToPage: "Back to tab",
  hideSelf: "Hide self view",
  showSelf: "Show self view",

  // Chat

  chat: "Chat",
  send: "Send message",
  chatFrom: "{name} says: {text}",
  saveChat: "Save chat",
  transcriptTitle: "Chat in “{room}”, saved {time}",
  transcriptNoPrivate: "Private messages are not included.",
  transcriptFile: "sent the file {file}",
  everyone: "Everyone",
  replyTo: "Reply to {name}",
  unread: {
    one: "{n} unread message",
    other: "{n} unread messages",
  },

  // Files

  sendFiles: "Send files",
  dropFiles: "Drop files to send them to everyone",
  noticeFileOffered:
    "{name} wants to send you a file. Open chat to download it",

  // Recording

  startRecording: "Record the call",
  stopRecording: "Stop recording",
  recording: "Recording",
  recordingBy: "{name} is recording",
  ownRecording: "You're recording. Everyone in the call can see this",
  keptRecordings: "Your recordings",
  keptRecording: "This browser has a recording: {name}, {size}",
  saveRecording: "Save",
  deleteRecording: "Delete",

  // Participants, lock and hosts

  people: "Participants",
  host: "Host",
  cameraIsOffShort: "Camera off",
  peopleWaiting: {
    one: "{n} person is waiting to join",
    other: "{n} people are waiting to join",
  },
  roomLocked: "The room is locked",
  endRoom: "End call for everyone",
  muteMember: "Mute",
  muteAll: "Mute all",
  volumeOf: "Volume of {name}",
  mutedForMe: "Muted for you",
  makeHost: "Make host",
  removeMember: "Remove",
  knocksTitle: "Waiting to join",
  knocks: "{name} wants to join",
  admit: "Admit",
  admitName: "Admit {name}",
  refuse: "Deny",
  refuseName: "Deny {name}",
  moreKnocks: {
    one: "{n} more person waiting",
    other: "{n} more people waiting",
  },

  // Reactions and raised hands

  reactions: "Reactions",
  reactThumbsUp: "Thumbs up",
  reactHeart: "Heart",
  reactClap: "Applause",
  reactLaugh: "Laughing",
  reactSurprised: "Surprised",
  reactCelebrate: "Celebration",
  raiseHand: "Raise hand",
  lowerHand: "Lower hand",
  handRaised: "Hand raised, number {n}",

  // Notices of the call

  notices: "Notifications",
  dismiss: "Dismiss",
  joined: "{name} joined",
  signalingLost:
    "Lost connection to the server. Your call continues while reconnecting",
  signalingDown: "Reconnecting to the server",
  deviceOffline: "You're offline",
  offlineNotice: "You're offline. The call will reconnect automatically",

  // Announcements to screen readers

  // Keyboard shortcuts

  shortcuts: "Keyboard shortcuts",
  shortcutMicrophone: "Mute or unmute your microphone",
  shortcutCamera: "Turn your camera on or off",
  shortcutScreen: "Start or stop sharing your screen",
  shortcutMotion: "Smooth motion or sharp text on your shared screen",
  shortcutChat: "Open or close chat",
  shortcutPeople: "Open or close the participant list",
  shortcutLayout: "Change the layout",
  shortcutHand: "Raise or lower your hand",
  shortcutFullScreen: "Enter or exit full screen",
  shortcutLink: "Copy the call link",
  shortcutList: "Show this list",

  // Connection quality

  quality: "Connection quality",
  qualityIs: "Connection: {grade}",
  gradeGood: "Good",
  gradeFair: "Fair",
  gradePoor: "Poor",
  verified: "Verified by voice",
  notVerified: "Not verified",
  lossOwn: "Your network is losing packets.",
  lossTheirs: "{name}'s network is losing packets.",
  lossIn: "Packets from {name} to you are being lost.",
  lossOut: "Packets from you to {name} are being lost.",
  delayOwn: "Your network has high latency.",
  delayTheirs: "{name}'s network has high latency.",
  delay: "Latency between you and {name} is high.",
  jitterOwn: "Your network is unstable.",
  jitterTheirs: "{name}'s network is unstable.",
  jitter: "The connection from {name} is unstable.",
  freezes: "{name}'s video freezes occasionally.",
  frames: "{name}'s video has a low frame rate.",
  pictureOwn: "Videos arrive in low quality.",
  pictureLow: "{name}'s video arrives in low quality.",
  deviceSlow: "Your device is struggling to play the video.",
  unitMs: "{n} ms",
  unitPercent: "{n}%",
  unitKbps: "{n} kbit/s",
  framesUnit: "{n} fps",
  noPicture: "None",
  path: "Route",
  unknown: "Unknown",

  // After the call

  leftTitle: "You left the call",
  leftText: "The room stays open for everyone who is still in the call.",
  rejoin: "Rejoin",
  refusedTitle: "You couldn't join the call",
  refusedFull: "The room is full. Try again when someone leaves.",
  refusedBadRoom: "That room name isn't valid.",
  refusedServerFull: "The server is full right now. Trying again shortly…",
  refusedAddressFull:
    "The server sees too many connections from one network, yours or that of a proxy. Trying again shortly…",
  refusedKnock: "Someone in the call denied your request.",
  refusedNoAnswer: "No one responded to your request. You can ask again.",
  refusedKnocksFull:
    "Too many people are already waiting to join. Trying again shortly…",
  refusedReplaced: "You joined this call in another tab or window.",
  refusedOther: "The server closed the connection.",
  removedTitle: "You were removed from the call",
  removedText: "A host removed you.",
  endedTitle: "The call has ended",
  endedText: "A host ended the call for everyone.",

  // Start without a server

  offlineTitle: "Can't reach the server",
  offlineText:
    "The Maru server isn't responding. This page keeps trying and continues automatically once it's back.",
  offlineHint:
    "If you're online, the server may be stopped or on another network.",
  offlineLooking: "Connecting to the server…",
  offlineStill: "Still no response. Trying again automatically.",
} as const satisfies Readonly<Record<string, string | PluralForms>>;

/** Key of a text of the page. */
export type StringKey =
  | keyof typeof en
  | CheckStringKey
  | LearnStringKey
  | PanelStringKey
  | NoticeStringKey
  | TileStringKey
  | TraceStringKey;

/** Texts of a language: a missing key or a missing plural does not compile. */
export type BaseStrings = {
  readonly [Key in keyof typeof en]: (typeof en)[Key] extends string ? string
    : PluralForms;
};

/** Texts of a page; those of its parts are loaded with them. */
export type Strings =
  & BaseStrings
  & Partial<CheckStrings>
  & Partial<LearnStrings>
  & Partial<PanelStrings>
  & Partial<NoticeStrings>
  & Partial<TileStrings>
  & Partial<TraceStrings>;

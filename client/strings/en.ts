/**
 * What the page says in English. The keys here are those that every language
 * has to have.
 *
 * @module
 */
import { accessEn } from "./access_en.ts";
import { checkEn } from "./check_en.ts";
import { roomEn } from "./room_en.ts";
import { devicesEn } from "./devices_en.ts";
import { inviteEn } from "./invite_en.ts";
import { offlineEn } from "./offline_en.ts";
import { recoveryEn } from "./recovery_en.ts";
import { qualityEn } from "./quality_en.ts";
import { filesEn } from "./files_en.ts";

/** English. `{name}` and the like are filled in by the page. */
export const en = {
  ...accessEn,
  ...checkEn,
  ...roomEn,
  ...devicesEn,
  ...inviteEn,
  ...offlineEn,
  ...recoveryEn,
  ...qualityEn,
  ...filesEn,

  language: "Language",
  tagline: "A floor to meet on",
  startText:
    "Open a room, send its link, talk. Video and voice go from browser to browser; there is nothing to install and no account.",
  newRoom: "Start a new room",
  orJoin: "or enter a room",
  roomName: "Room name",
  go: "Enter",
  badRoomName: "A room name is 1 to 64 letters or digits, “-” and “_”.",
  trustDevice: "Make this device trust this server",
  fact1: "From browser to browser",
  fact1Text: "The server introduces you and steps aside.",
  fact2: "Keeps itself up",
  fact2Text: "A call outlives a lost connection and a restart of the server.",
  fact3: "Yours",
  fact3Text: "Runs on your own machine and asks nobody else.",

  lobbyTitle: "Ready to come in?",
  room: "Room",
  yourName: "Your name",
  namePlaceholder: "How the others see you",
  join: "Join",
  joining: "Joining…",
  camera: "Camera",
  microphone: "Microphone",
  preview: "Your preview",
  cameraIsOff: "Your camera is off",
  cameraStarting: "Starting the camera…",
  tryAgain: "Try again",
  canStillJoin: "You can join all the same.",
  back: "Back",

  cameraRefused:
    "The browser may not use your camera. Allow it in the address bar, then try again.",
  cameraMissing: "No camera was found.",
  cameraBusy: "The camera does not start. Another program may be using it.",
  cameraInsecure: "A camera can only be used over https.",
  cameraEnded: "The camera was unplugged or taken away.",
  microphoneRefused:
    "The browser may not use your microphone. Allow it in the address bar, then try again.",
  microphoneMissing: "No microphone was found.",
  microphoneBusy:
    "The microphone does not start. Another program may be using it.",
  microphoneInsecure: "A microphone can only be used over https.",
  microphoneEnded: "The microphone was unplugged or taken away.",

  you: "You",
  guest: "Guest",
  mute: "Mute",
  unmute: "Unmute",
  cameraOn: "Turn camera on",
  cameraOff: "Turn camera off",
  turnCamera: "Turn camera round",
  shareScreen: "Share your screen",
  stopSharing: "Stop sharing your screen",
  screenOf: "Screen of {name}",
  ownScreen: "Your screen",
  screenFailed:
    "The screen could not be shared. The system may not allow the browser to record it.",
  pin: "Pin {name}",
  unpin: "Unpin {name}",
  fullScreen: "{name} in full screen",
  leaveFullScreen: "Leave full screen: {name}",
  pictureInPicture: "{name} in a window of its own",
  hideSelf: "Hide your own view",
  showSelf: "Show your own view",
  chat: "Chat",
  openChat: "Open chat",
  closeChat: "Close chat",
  unread: "{n} unread",
  closePanel: "Close {name}",
  more: "More",
  copyLink: "Copy link",
  leave: "Leave",
  controls: "Call controls",
  participants: "People in the call",
  tileOf: "{name}, {state}",
  muted: "muted",
  aloneTitle: "You are the first one here",
  aloneText: "Send this link to whom you want to talk with.",
  hearAll: "Sound is off. Turn it on",

  connecting: "Connecting",
  connected: "Connected",
  direct: "Direct",
  relayed: "Relayed",
  reconnecting: "Reconnecting",
  failed: "Not connected",
  noAnswer: "No answer from the other page yet. Still trying.",
  noPath: "No network path between you was found. Still trying.",

  chatEmpty: "Nothing said yet. Messages go to everyone in the call.",
  chatPlaceholder: "Write a message",
  send: "Send",
  chatFrom: "{name} says: {text}",

  joined: "{name} joined",
  left: "{name} left",
  lost: "{name} lost the connection",
  signalingLost: "The server is out of reach. The call goes on; reconnecting.",
  signalingBack: "The server is back",
  signalingDown: "Reconnecting to the server",
  linkCopied: "Link copied",
  linkNotCopied: "The link could not be copied. It is in the address bar.",
  cameraEndedNotice: "Your camera was taken away",
  microphoneEndedNotice: "Your microphone was taken away",
  dismiss: "Dismiss",

  leftTitle: "You left the call",
  leftText: "The room stays open for whoever is in it.",
  rejoin: "Come back in",
  toStart: "To the start page",
  refusedTitle: "You could not be let in",
  refusedFull: "This room is full. Try again when someone has left.",
  refusedBadRoom: "This is not a name that a room can have.",
  refusedServerFull:
    "The server has no place left at the moment. Trying again shortly.",
  refusedAddressFull:
    "Too many connections come from your network. Trying again shortly.",
  refusedReplaced: "You joined this call from another place.",
  refusedOther: "The server closed the connection.",
  waitingForServer: "The server does not answer yet. Still trying.",
} as const;

/** Keys of all texts of the page. */
export type StringKey = keyof typeof en;

/** One language: a missing key does not compile. */
export type Strings = Readonly<Record<StringKey, string>>;

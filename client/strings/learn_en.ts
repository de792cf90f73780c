/**
 * English texts of `/learn`, which are loaded with its page.
 *
 * @module
 */
import type { PluralForms } from "./plural_forms.ts";

/** Texts by key. */
export const learnEn = {
  learn: "How a call comes about",
  learnLead:
    "Two browsers want to talk. In ten minutes you see every step, with two real peers, A and B, on this page. They meet through this very server. Nothing here is a drawing: you can press, change and break all of it.",
  learnSteps: "Steps",
  learnWhy: "Why this step",
  learnSee: "What to look at",
  learnPrevious: "Back",
  learnNext: "Next",
  learnRunning: "Running…",
  learnReset: "Start over",
  learnPeer: "Peer {name}",
  learnOnline: "WebSocket open",
  learnOffline: "WebSocket closed",
  learnIce: "ICE: {state}",
  learnConnection: "Connection: {state}",
  learnChannelOpen: "Data channel open",
  learnChannelClosed: "No data channel",
  learnTimeline: "Everything that happened",

  learnProblemNoServer: "The server didn't answer. Is it running?",
  learnProblemNoRelay: "This server has no TURN relay (setting ICE).",
  learnProblemNoPath:
    "The two peers didn't find a path. Start over, or allow direct paths again.",
  learnProblemNoCamera:
    "The browser gave no camera. Use the drawn picture instead, or relax the constraints.",
  learnProblemBadJson: "This isn't valid JSON.",
  learnProblemBrowserRefused: "The browser refused these values.",

  learnSignalingTitle: "Meet at a server",
  learnSignalingWhy:
    "A and B don't know each other's address yet, so they can't talk directly. Both can reach a web server, and it passes a few notes between them. This is called signaling.",
  learnSignalingSee:
    "Each peer opens a WebSocket to /socket. The server answers with “welcome”. A's “hello” goes to the server, and the server passes it to B. The server adds only who it is from.",
  learnSignalingRun: "Connect both to the server",

  learnOfferTitle: "Offer and answer",
  learnOfferWhy:
    "Before sending anything, both sides must agree on what to send and in which format. A writes an offer, B writes an answer. The text is called SDP.",
  learnOfferSee:
    "First A only creates its offer: the text appears, but B knows nothing. Then A sends it through the server, B answers, and both have both texts. Each line says what it is for.",
  learnOfferRun: "Create A's offer",
  learnAnswerRun: "Send it and let B answer",

  learnIceTitle: "Find a path",
  learnIceWhy:
    "A device has several addresses, and most can't be reached from everywhere. So both sides list all of theirs, called candidates, and try every combination until one works. This is called ICE.",
  learnIceSee:
    "So far the candidates were held back, so nothing is connected. Send them, and watch: each candidate travels through the server, the browser tries pairs of them, and one is used.",
  learnIceRun: "Send the candidates",

  learnServersTitle: "STUN and TURN",
  learnServersWhy:
    "Behind a home router a device only knows its private address. A STUN server tells it the address that the internet sees. Where even that can't be reached, a TURN server lends an address and passes everything on.",
  learnServersSee:
    "These are the servers that this Maru gave you. Change the list and gather again: without servers only “host” remains. “srflx” is what STUN answered, “relay” is an address that TURN has allocated.",
  learnServersJson: "iceServers",
  learnServersLoad: "Get the servers",
  learnServersRun: "Gather candidates",
  learnServersRelay: "Gather only relay",
  learnServersDone: "Gathering is done.",
  learnServersNone: "No candidate came: the server gave no address.",
  learnServersErrors: "Servers that didn't answer, or refused",
  learnServersSameAddress:
    "No “srflx”? Then STUN sees the same address that your device has: there is no router in between.",
  learnServersLifetime:
    "The relay lends its address for 10 minutes. The browser asks again before that while the call lasts. The password works for {n} minutes to start, and only in this room.",
  learnRelayOnly: "Now only relay",
  learnDirectToo: "Allow direct paths again",
  learnRelayOnlyHint:
    "Connects A and B again and forbids direct paths. Look at the pair in use: both ends must be “relay”.",

  learnSecureTitle: "Encrypt, then talk",
  learnSecureWhy:
    "The packets cross other people's networks, and maybe a relay. DTLS encrypts them with keys that only the two browsers have. The fingerprint in the SDP proves that the right browser is at the other end.",
  learnSecureSee:
    "Send a text: it goes straight from peer to peer, and no message passes the server. Then compare the fingerprint that B wrote in its answer with the certificate that B really used.",
  learnSecureText: "Text from A to B",
  learnSecureSend: "Send",
  learnSecureCompare: "Compare the fingerprints",
  learnSecureWritten: "In B's answer",
  learnSecureUsed: "B's certificate in DTLS",
  learnSecureSame: "They are the same. Nobody is in between.",
  learnSecureDifferent: "They differ!",
  learnSecureUnknown: "This browser doesn't show the certificate.",
  learnReceived: "B received",
  learnNothingReceived: "nothing yet",

  learnMediaTitle: "Add the camera",
  learnMediaWhy:
    "Pictures are compressed, and both sides must know the same way to do it, a codec. So they exchange another offer and answer. Constraints say what you wish for; the browser picks what the camera can do.",
  learnMediaSee:
    "Change a number, such as the frame rate, or “user” to “environment” for the camera on the back of a phone. Below you see what you really got, and when the first picture arrived at B.",
  learnMediaJson: "Constraints",
  learnMediaRun: "Open the camera and send it",
  learnMediaDrawn: "Send a drawn picture",
  learnMediaMine: "A's picture",
  learnMediaTheirs: "The same, as B receives it",
  learnMediaSettings: "What the camera delivers",

  learnCutTitle: "Now cut it",
  learnCutWhy:
    "Networks break: a phone leaves the Wi-Fi, a server restarts. What already runs between the peers needs no server, and what is lost can be found again with an ICE restart.",
  learnCutSee:
    "Close the WebSockets and send a text: it still arrives. Then choose “only relay”, end the seats, and send again: now the relay is gone, and the state falls to “disconnected”. An ICE restart brings it back.",
  learnCutSockets: "Close the WebSockets",
  learnCutSeats: "Cut the relay",
  learnCutRestart: "Restart ICE",
  learnCutConnect: "Connect",

  learnCodeTitle: "Change the code",
  learnCodeWhy:
    "Reading is not doing. These are the pieces of the guide. They run here in a closed box that can't reach your call, your camera or this site.",
  learnCodeSee:
    "Run a piece, change it, and run it again. “log” writes a line. “iceServers” is the list of this server.",
  learnCodePick: "Piece",
  learnCodePromises: "createOffer with promises",
  learnCodeCallbacks: "createOffer with callbacks",
  learnCodeChannel: "Data channel between two peers",
  learnCodeServers: "iceServers and candidates",
  learnCodeEdit: "Code",
  learnCodeRun: "Run",
  learnCodeRestore: "Restore",
  learnCodeOutput: "Output",
  learnCodeEmpty: "Nothing has run yet.",
  learnCodeDone: "Done",
  learnCodeFailed: "Failed",
} as const satisfies Readonly<Record<string, string | PluralForms>>;

/** Key of a text of the page. */
export type LearnStringKey = keyof typeof learnEn;

/** Texts of the page in a language. */
export type LearnStrings = {
  readonly [Key in LearnStringKey]: (typeof learnEn)[Key] extends string
    ? string
    : PluralForms;
};

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
    "Two browsers want to talk. In ten minutes you see every step with two peers, A and B: the two ends of a real connection, both on this page. They meet through this server. Nothing is simulated: change and break all of it. You can begin at any step; it first does what it needs.",
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
    "A and B don't know each other's address yet, so they can't talk directly. Both can reach a web server, and it passes on their first messages. This is called signaling.",
  learnSignalingSee:
    "Each peer opens a WebSocket to /socket. The server answers with “welcome”, and “peer-joined” tells A that B has come. A's “hello” goes to the server, and the server passes it to B. It adds only who sent it. Press a message to read it.",
  learnSignalingRun: "Connect both to the server",

  learnOfferTitle: "Offer and answer",
  learnOfferWhy:
    "Before sending anything, both sides must agree on what to send and in which format. A writes an offer, B writes an answer. Both texts are in SDP, the Session Description Protocol. These two are about a data channel, which carries text.",
  learnOfferSee:
    "First A only creates its offer: the text appears, but B knows nothing. Then A sends it through the server, B answers, and both have offer and answer. Each kind of line is explained.",
  learnOfferRun: "Create A's offer",
  learnAnswerRun: "Send it and let B answer",

  learnIceTitle: "Find a path",
  learnIceWhy:
    "A device has several addresses, and most can't be reached from everywhere. So each side sends all of its addresses, called candidates, to the other. Then they try pairs, one address of each side, until one works. This is called ICE.",
  learnIceSee:
    "So far this page held the candidates back, so nothing is connected. Send them: each goes through the server, the pairs are tried, and one is in use. A name that ends in “.local” is an address that the browser hides from a page without camera access.",
  learnIceRun: "Send the candidates",

  learnServersTitle: "STUN and TURN",
  learnServersWhy:
    "Behind a home router (NAT) a device knows only its private address. A STUN server tells it the address that the internet sees. Where even that can't be reached, a TURN server lends an address and relays everything.",
  learnServersSee:
    "Get the servers: this Maru names them in “welcome”. Change the list and gather the candidates again: without servers only “host” remains. “srflx” is what STUN answered, “relay” is an address that TURN has allocated.",
  learnServersJson: "iceServers",
  learnServersLoad: "Get the servers",
  learnServersRun: "Gather candidates",
  learnServersRelay: "Gather only relay",
  learnServersDone: "Gathering is done.",
  learnServersNone: "No candidate came: the server gave no address.",
  learnServersErrors: "Servers that didn't answer, or refused",
  learnServersSameAddress:
    "No “srflx”? Then no STUN server was asked or none answered, or it sees the same address that your device has: there is no router in between.",
  learnServersLifetime:
    "The relay lends an address for 10 minutes at a time, and the browser renews it during the call. The password can request new addresses for {n} minutes, and only while the peer is in its room.",
  learnRelayOnly: "Now only relay",
  learnDirectToo: "Allow direct paths again",
  learnRelayOnlyHint:
    "“Now only relay” connects A and B again without direct paths. Look at the pair in use: both ends must be “relay”.",

  learnSecureTitle: "Encrypt, then talk",
  learnSecureWhy:
    "The packets cross other people's networks, and maybe a relay. DTLS encrypts them with keys that only the two browsers have. The SDP has a fingerprint, a hash of the sender's certificate: the browser accepts no other certificate.",
  learnSecureSee:
    "Send a text: it goes from peer to peer over the data channel, and not over the WebSockets. Then compare the fingerprint in B's answer with the certificate that B really used.",
  learnSecureText: "Text from A to B",
  learnSecureSend: "Send",
  learnSecureCompare: "Compare the fingerprints",
  learnSecureWritten: "In B's answer",
  learnSecureUsed: "B's certificate in DTLS",
  learnSecureSame:
    "They are the same: nobody is in between, if the server passed on the answer unchanged. With a link that has a key (#k=), Maru's page checks that too.",
  learnSecureDifferent: "They differ!",
  learnSecureUnknown: "This browser doesn't show the certificate.",
  learnReceived: "B received",
  learnNothingReceived: "nothing yet",

  learnMediaTitle: "Add the camera",
  learnMediaWhy:
    "Pictures are compressed, and both sides must know the same way to do it, a codec. So far they agreed on a data channel only, so they exchange another offer and answer. Constraints say what you wish for; the browser picks what the camera can do.",
  learnMediaSee:
    "Change a number, such as the frame rate, or “user” to “environment” for the camera on the back of a phone. Without a camera, send a drawn picture. Below you see what you really got, and when the first picture arrived at B.",
  learnMediaJson: "Constraints",
  learnMediaRun: "Open the camera and send it",
  learnMediaDrawn: "Send a drawn picture",
  learnMediaMine: "A's picture",
  learnMediaTheirs: "The same, as B receives it",
  learnMediaSettings: "What the camera delivers",

  learnCutTitle: "Now cut it",
  learnCutWhy:
    "Networks break: a phone leaves the Wi-Fi, a server restarts. A direct connection needs no server any more. A lost path can be replaced: in an ICE restart both sides gather and send candidates again.",
  learnCutSee:
    "Close the WebSockets and send a text: it still arrives. Then press “Now only relay” and “Cut the relay”, and send again: nothing arrives, and after some seconds the state is “disconnected”. “Restart ICE” opens WebSockets again and finds a new path.",
  learnCutSockets: "Close the WebSockets",
  learnCutSeats: "Cut the relay",
  learnCutRestart: "Restart ICE",
  learnCutConnect: "Connect",

  learnCodeTitle: "Change the code",
  learnCodeWhy:
    "These are the calls of the browser's API that the steps used. Change them and see what happens. They run in a sandboxed frame, and can reach neither your camera nor this site.",
  learnCodeSee:
    "Run an example, change it, and run it again. “log” writes a line. “iceServers” is the list of this server.",
  learnCodePick: "Example",
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

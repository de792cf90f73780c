/**
 * English texts of the connection check, which are loaded with its page.
 *
 * @module
 */
import type { PluralForms } from "./plural_forms.ts";

/** Texts by key. */
export const checkEn = {
  check: "Connection check",
  checkBuild:
    "Maru {version}. SHA-256 of this page's files, as the server names it:",
  checkLead:
    "Find out in about ten seconds whether calls work from here, and what to do if they don't. Only you see your camera and hear your microphone: nothing leaves this device, and nothing is recorded unless you ask.",
  checkStart: "Start check",
  checkAgain: "Check again",
  checkRunning: "Checking…",
  checkDevices: "This device",
  checkNetwork: "Network",
  checkRelease: "Turn off camera and microphone",
  checkNoPreview: "Your camera preview appears here",
  checkMeter: "Microphone level",
  checkRecord: "Record 3 seconds",
  checkRecording: "Speak now…",
  checkPlaying: "Playing back…",
  checkTone: "Play test sound",
  checkTonePlaying: "Playing…",
  checkHeard: "Did you hear the sound?",
  signaling: "Signaling",
  signalingHint: "How participants find each other",
  stunHint: "The address others see you at",
  relayUdp: "Relay over UDP",
  relayUdpHint: "Best when a direct connection isn't possible",
  relayTcp: "Relay over TCP",
  relayTcpHint: "For networks that block UDP",
  relayTls: "Relay over TLS",
  relayTlsHint: "For strict firewalls",
  roundTrip: "{n} ms",
  throughput: "{n} Mbit/s",
  pictureSize: "{w} × {h}",
  relayPort: "port {n}",
  findingOk: "Works",
  findingRefused: "Permission denied",
  findingMissing: "Not found",
  findingBusy: "Couldn't start",
  findingInsecure: "Requires https",
  findingSilent: "No sound detected",
  findingBlocked: "Blocked by the browser",
  findingUnheard: "Not heard",
  findingUnreachable: "Can't reach the server",
  findingCertificate: "Certificate not trusted",
  findingNoSocket: "Blocked",
  findingMisconfigured: "Set up incorrectly",
  findingRejected: "Rejected by the server",
  findingNoAnswer: "No response",
  findingNoPath: "No data gets through",
  findingNotOffered: "Not available",
  findingNoWebrtc: "Not supported by this browser",
  findingRunning: "Checking…",
  findingWaiting: "Not checked yet",
  findingPermission: "Waiting for permission…",
  verdictGood: "All checks passed. You're ready for calls.",
  verdictGoodSoFar: "Everything checked so far works.",
  uncheckedMicrophone:
    "Your microphone hasn't picked up any sound yet. Say something.",
  uncheckedSpeaker: "Your speaker isn't checked yet. Play the test sound.",
  verdictLimited: "Calls work, with some limitations.",
  verdictBad: "Calls don't work from here yet.",
  verdictDo: "What you can do",
  causeServerUnreachable: "Can't reach the server",
  causeServerUnreachableDo:
    "Check that this device is online, then reload the page. If others can't reach it either, the server is down.",
  causeSocketCertificate: "The server's certificate isn't trusted for calls",
  causeSocketCertificateDo:
    "You accepted a certificate warning, but this browser doesn't apply that to WebSockets. Install the server's certificate authority once to fix it.",
  causeSocketBlocked: "WebSocket connections to the server are blocked",
  causeSocketBlockedDo:
    "The usual cause is a proxy, VPN, firewall or browser extension. Try without it, or ask its administrator to allow WebSockets to this address.",
  causeSocketSilent: "The server is taking too long to respond",
  causeSocketSilentDo:
    "The network is very slow or loses many packets. Move closer to the access point or switch networks, then check again.",
  causeServerMisconfigured: "This server isn't set up correctly",
  causeSocketRejected: "The server isn't accepting more connections",
  causeSocketRejectedDo:
    "It's full, or too many connections come from your network. Close other Maru tabs or wait a moment, then check again.",
  causeNoWebrtc: "This browser can't make calls",
  causeNoWebrtcDo:
    "WebRTC is missing, or a setting or an extension turned it off. Turn it on, or use a current version of Chrome, Edge, Firefox or Safari.",
  causeNoRelay: "This server has no relay",
  causeNoRelayDo:
    "Calls work within one network. Between networks, they work only if both allow direct connections. The server's operator can turn on the relay (setting ICE).",
  causeRelayUnreachable: "Can't reach the relay",
  causeRelayUnreachableDo:
    "A firewall, yours or the server's, is blocking its ports. Try another network. The server's operator should open the STUN and TURN ports (settings ICE_PORT and ICE_TLS_PORT).",
  causeRelayRejected: "The relay rejected this device",
  causeRelayRejectedDo:
    "Its credential wasn't accepted, or its quota is used up. Check again in a minute. If the problem continues, tell the server's operator.",
  causeRelayNoPath: "The relay responds but doesn't forward data",
  causeRelayNoPathDo:
    "The server's operator should check EXTERNAL_IP and the relay ports (RELAY_PORTS).",
  causeUdpBlocked: "UDP is blocked on this network",
  causeUdpBlockedDo:
    "Calls use the relay over TCP or TLS and may stutter. Try without a VPN or on another network, or ask the network's administrator to allow UDP.",
  causeRelayUdpBlocked: "Can't reach the relay over UDP",
  causeRelayUdpBlockedDo:
    "UDP itself works, so direct calls are fine. Relayed calls use TCP or TLS. The server's operator should check the relay's UDP port.",
  causeStunSilent: "STUN isn't responding",
  causeStunSilentDo:
    "Direct calls to other networks may fail, but the relay works and takes over. The server's operator should check the STUN address.",
  causeRelayTcpBlocked: "Can't reach the relay over TCP",
  causeRelayTcpBlockedDo:
    "This only matters where UDP is blocked. A firewall is blocking the port, but another route works.",
  causeRelayTlsBlocked: "Can't reach the relay over TLS",
  causeRelayTlsBlockedDo:
    "This only matters behind strict firewalls. The port is blocked or the relay's certificate isn't valid, but another route works.",
  causeRelayCertificate: "The server's certificate isn't trusted for the relay",
  causeRelayCertificateDo:
    "Browsers don't apply an accepted certificate warning to TURN. This only matters behind strict firewalls. Install the server's certificate authority to fix it.",
  causeRelaySlow: "The connection to the relay is slow",
  causeRelaySlowDo:
    "It's enough for voice, but hardly for video. Pause downloads, move closer to the access point, or use a cable.",
  causeMicrophoneSilent: "No sound from the microphone",
  causeMicrophoneSilentDo:
    "It may be muted by a switch or in the system settings, or the wrong one may be selected. Unmute it and record again.",
  causeSpeakerBlocked: "The browser is blocking this page's sound",
  causeSpeakerBlockedDo:
    "Allow sound for this page in the address bar, then play the test sound again.",
  causeSpeakerUnheard: "You didn't hear the test sound",
  causeSpeakerUnheardDo:
    "Turn up the volume, check which speaker or headphones the system uses, then play the test sound again.",
} as const satisfies Readonly<Record<string, string | PluralForms>>;

/** Key of a text of the check. */
export type CheckStringKey = keyof typeof checkEn;

/** Texts of the check in a language. */
export type CheckStrings = {
  readonly [Key in CheckStringKey]: (typeof checkEn)[Key] extends string
    ? string
    : PluralForms;
};

/**
 * What the connection check says in English.
 *
 * @module
 */

/** English; part of the page's table. */
export const checkEn = {
  check: "Connection check",
  checkLink: "Check the connection",
  checkLead:
    "Finds out in about ten seconds whether calls will work from here, and what to do if not. It opens your camera and microphone for you alone; nothing is recorded unless you ask, and nothing of it leaves this device.",
  checkStart: "Start the check",
  checkAgain: "Check again",
  checkRunning: "Checking…",
  checkDevices: "This device",
  checkNetwork: "The way to the others",
  checkRelease: "Turn camera and microphone off",
  checkNoPreview: "Your camera shows here",
  checkMeter: "Loudness of the microphone",
  checkRecord: "Record 3 seconds",
  checkRecording: "Speak now…",
  checkPlaying: "Playing it back…",
  checkTone: "Play a tone",
  checkTonePlaying: "Playing…",
  checkHeard: "Did you hear it?",
  yes: "Yes",
  no: "No",
  speaker: "Speaker",
  signaling: "Signaling",
  signalingHint: "How members find each other",
  stunHint: "Which address the others see",
  relayUdp: "Relay over UDP",
  relayUdpHint: "Best when there is no direct path",
  relayTcp: "Relay over TCP",
  relayTcpHint: "For networks without UDP",
  relayTls: "Relay over TLS",
  relayTlsHint: "For strict firewalls",
  roundTrip: "{n} ms",
  throughput: "{n} Mbit/s",
  pictureSize: "{w} × {h}",
  relayPort: "port {n}",
  findingOk: "Works",
  findingRefused: "Not allowed",
  findingMissing: "None found",
  findingBusy: "Does not start",
  findingInsecure: "Needs https",
  findingSilent: "No sound came in",
  findingBlocked: "Held back by the browser",
  findingUnheard: "Not heard",
  findingUnreachable: "Server out of reach",
  findingCertificate: "Certificate not trusted",
  findingNoSocket: "Does not pass",
  findingRejected: "The server said no",
  findingNoAnswer: "No answer",
  findingNoPath: "Nothing passes",
  findingNotOffered: "Not offered here",
  findingNoWebrtc: "Not in this browser",
  findingRunning: "Checking…",
  findingWaiting: "Not checked yet",
  findingPermission: "Waiting for your permission…",
  verdictGood: "All that was checked works. Calls will too.",
  verdictLimited: "Calls work, but not everywhere or not with everything.",
  verdictBad: "Calls do not work from here yet.",
  verdictDo: "What to do",
  trustThisDevice: "Trust this server on this device",
  causeServerUnreachable: "The server is out of reach",
  causeServerUnreachableDo:
    "Check that this device is online, then load the page again. If others cannot reach it either, the server is down.",
  causeSocketCertificate:
    "The certificate is accepted for the page, but not for the call",
  causeSocketCertificateDo:
    "You clicked a warning away, and this browser does not carry that over to WebSockets. Install the server's certificate authority once.",
  causeSocketBlocked: "Something between you and the server stops WebSockets",
  causeSocketBlockedDo:
    "Usually a proxy, a VPN, a firewall or an extension. Try without it, or ask its operator to let WebSockets to this address pass.",
  causeSocketSilent: "The server takes too long to answer",
  causeSocketSilentDo:
    "The network is very slow or loses much. Move closer to the access point or change networks, then check again.",
  causeSocketRejected: "The server lets no more connections in",
  causeSocketRejectedDo:
    "It is full, or too many come from your network. Close other tabs of it, or wait a little, then check again.",
  causeNoWebrtc: "This browser cannot make calls",
  causeNoWebrtcDo:
    "WebRTC is missing or was turned off, by a setting or an extension. Turn it on, or use a current Chrome, Edge, Firefox or Safari.",
  causeNoRelay: "This server offers no relay",
  causeNoRelayDo:
    "Calls within one network work, others only if both networks allow it. The operator can turn the relay on (setting ICE).",
  causeRelayUnreachable: "There is no route to the relay",
  causeRelayUnreachableDo:
    "Your firewall, or the server's, stops its ports. Try another network; the operator should open the ports of STUN and TURN (settings ICE_PORT and ICE_TLS_PORT).",
  causeRelayRejected: "The relay refuses this device",
  causeRelayRejectedDo:
    "Its credential is not accepted or its share is used up. Check again in a minute; if it stays, tell the operator.",
  causeRelayNoPath: "The relay is reached, but passes nothing on",
  causeRelayNoPathDo:
    "The operator should check EXTERNAL_IP and the ports of relayed addresses (RELAY_PORTS).",
  causeUdpBlocked: "UDP is blocked on this network",
  causeUdpBlockedDo:
    "Calls go through the relay over TCP or TLS and may stutter. Try without a VPN or on another network, or ask its operator to allow UDP.",
  causeRelayUdpBlocked: "The relay cannot be used over UDP",
  causeRelayUdpBlockedDo:
    "UDP itself passes, so direct calls are fine; relayed ones use TCP or TLS. The operator should look at the relay's UDP port.",
  causeStunSilent: "STUN does not answer",
  causeStunSilentDo:
    "Direct calls to other networks may fail and use the relay instead, which works. The operator should check the STUN address.",
  causeRelayTcpBlocked: "The relay cannot be reached over TCP",
  causeRelayTcpBlockedDo:
    "It matters only where UDP is blocked. A firewall stops the port; another way works.",
  causeRelayTlsBlocked: "The relay cannot be reached over TLS",
  causeRelayTlsBlockedDo:
    "It matters only behind strict firewalls. The port is stopped, or the relay's certificate is not valid; another way works.",
  causeRelayCertificate:
    "The certificate is accepted for the page, but not for the relay",
  causeRelayCertificateDo:
    "Browsers do not carry a clicked-away warning over to TURN. It matters only behind strict firewalls; install the server's certificate authority to mend it.",
  causeRelaySlow: "The way to the relay is slow",
  causeRelaySlowDo:
    "It carries voice, hardly video. Stop downloads, move closer to the access point, or use a cable.",
  causeMicrophoneSilent: "The microphone gives no sound",
  causeMicrophoneSilentDo:
    "It may be muted by a switch or in the system, or the wrong one is chosen. Unmute it and record again.",
  causeSpeakerBlocked: "The browser does not let this page play sound",
  causeSpeakerBlockedDo:
    "Allow sound for this page in the address bar, then play the tone again.",
  causeSpeakerUnheard: "The tone was not heard",
  causeSpeakerUnheardDo:
    "Turn the volume up and check which speaker or headphones the system uses, then play the tone again.",
} as const;

/** The words of the connection check in one language. */
export type CheckStrings = Readonly<Record<keyof typeof checkEn, string>>;

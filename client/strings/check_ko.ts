/**
 * What the connection check says in Korean.
 *
 * @module
 */
import type { CheckStrings } from "./check_en.ts";

/** Korean; part of the page's table. */
export const checkKo: CheckStrings = {
  check: "연결 점검",
  checkLink: "연결 점검하기",
  checkLead:
    "여기서 통화가 되는지, 안 된다면 무엇을 하면 되는지 10초쯤이면 알려 드립니다. 카메라와 마이크는 본인에게만 보이고 들리며, 원할 때만 녹음하고 아무것도 이 기기를 떠나지 않습니다.",
  checkStart: "점검 시작",
  checkAgain: "다시 점검",
  checkRunning: "점검하는 중…",
  checkDevices: "이 기기",
  checkNetwork: "상대에게 가는 길",
  checkRelease: "카메라와 마이크 끄기",
  checkNoPreview: "카메라 화면이 여기에 보입니다",
  checkMeter: "마이크 소리 크기",
  checkRecord: "3초 녹음하기",
  checkRecording: "말씀하세요…",
  checkPlaying: "들려 드리는 중…",
  checkTone: "소리 내기",
  checkTonePlaying: "재생 중…",
  checkHeard: "들렸나요?",
  yes: "예",
  no: "아니요",
  speaker: "스피커",
  signaling: "시그널링",
  signalingHint: "참여자들이 서로를 찾는 길",
  stunHint: "상대에게 보이는 내 주소",
  relayUdp: "UDP 중계",
  relayUdpHint: "직접 연결이 안 될 때 가장 좋은 길",
  relayTcp: "TCP 중계",
  relayTcpHint: "UDP가 막힌 네트워크용",
  relayTls: "TLS 중계",
  relayTlsHint: "엄격한 방화벽용",
  roundTrip: "{n} ms",
  throughput: "{n} Mbit/s",
  pictureSize: "{w} × {h}",
  relayPort: "포트 {n}",
  findingOk: "정상",
  findingRefused: "허용되지 않음",
  findingMissing: "찾지 못함",
  findingBusy: "켜지지 않음",
  findingInsecure: "https 필요",
  findingSilent: "소리가 들어오지 않음",
  findingBlocked: "브라우저가 막음",
  findingUnheard: "들리지 않음",
  findingUnreachable: "서버에 닿지 않음",
  findingCertificate: "인증서를 믿지 않음",
  findingNoSocket: "통과하지 못함",
  findingRejected: "서버가 거절함",
  findingNoAnswer: "응답 없음",
  findingNoPath: "아무것도 지나가지 못함",
  findingNotOffered: "제공되지 않음",
  findingNoWebrtc: "이 브라우저에 없음",
  findingRunning: "확인 중…",
  findingWaiting: "아직 확인 전",
  findingPermission: "허용을 기다리는 중…",
  verdictGood: "확인한 것은 모두 정상입니다. 통화도 잘 될 것입니다.",
  verdictLimited: "통화는 되지만 일부 환경이나 일부 기능은 안 될 수 있습니다.",
  verdictBad: "지금은 여기서 통화할 수 없습니다.",
  verdictDo: "이렇게 해 보세요",
  trustThisDevice: "이 기기에서 이 서버 신뢰하기",
  causeServerUnreachable: "서버에 닿지 않습니다",
  causeServerUnreachableDo:
    "이 기기가 온라인인지 확인하고 페이지를 새로 여세요. 다른 사람도 안 된다면 서버가 멈춘 것입니다.",
  causeSocketCertificate:
    "인증서가 페이지에는 통하지만 통화에는 통하지 않습니다",
  causeSocketCertificateDo:
    "경고를 넘기고 들어왔지만 이 브라우저는 웹소켓까지 허용하지 않습니다. 서버의 인증 기관을 한 번 설치하세요.",
  causeSocketBlocked: "서버로 가는 길에서 웹소켓이 막힙니다",
  causeSocketBlockedDo:
    "대개 프록시, VPN, 방화벽, 확장 프로그램 때문입니다. 끄고 다시 해 보거나, 이 주소의 웹소켓을 열어 달라고 관리자에게 요청하세요.",
  causeSocketSilent: "서버의 응답이 너무 늦습니다",
  causeSocketSilentDo:
    "네트워크가 매우 느리거나 손실이 많습니다. 공유기 가까이로 옮기거나 네트워크를 바꾼 뒤 다시 점검하세요.",
  causeSocketRejected: "서버가 더는 연결을 받지 않습니다",
  causeSocketRejectedDo:
    "서버가 가득 찼거나 같은 네트워크의 연결이 너무 많습니다. 다른 탭을 닫거나 잠시 뒤 다시 점검하세요.",
  causeNoWebrtc: "이 브라우저로는 통화할 수 없습니다",
  causeNoWebrtcDo:
    "WebRTC가 없거나 설정이나 확장 프로그램이 껐습니다. 켜거나 최신 Chrome, Edge, Firefox, Safari를 쓰세요.",
  causeNoRelay: "이 서버에는 중계가 없습니다",
  causeNoRelayDo:
    "같은 네트워크에서는 통화가 되지만, 밖으로는 두 네트워크가 모두 허용해야 합니다. 운영자가 ICE 설정으로 중계를 켤 수 있습니다.",
  causeRelayUnreachable: "중계 서버로 가는 길이 없습니다",
  causeRelayUnreachableDo:
    "내 쪽이나 서버 쪽 방화벽이 포트를 막습니다. 다른 네트워크에서 해 보세요. 운영자는 STUN과 TURN 포트(ICE_PORT, ICE_TLS_PORT)를 열어야 합니다.",
  causeRelayRejected: "중계 서버가 이 기기를 거절합니다",
  causeRelayRejectedDo:
    "자격 증명이 받아들여지지 않거나 몫을 다 썼습니다. 잠시 뒤 다시 점검하고, 계속되면 운영자에게 알리세요.",
  causeRelayNoPath: "중계 서버에 닿지만 아무것도 전달되지 않습니다",
  causeRelayNoPathDo:
    "운영자가 EXTERNAL_IP와 중계 포트(RELAY_PORTS)를 확인해야 합니다.",
  causeUdpBlocked: "이 네트워크에서 UDP가 막혀 있습니다",
  causeUdpBlockedDo:
    "통화가 TCP나 TLS 중계로 가서 끊길 수 있습니다. VPN을 끄거나 다른 네트워크를 써 보고, 관리자에게 UDP 허용을 요청하세요.",
  causeRelayUdpBlocked: "UDP로는 중계를 쓸 수 없습니다",
  causeRelayUdpBlockedDo:
    "UDP 자체는 통하므로 직접 통화는 괜찮고, 중계는 TCP나 TLS로 갑니다. 운영자가 중계의 UDP 포트를 살펴봐야 합니다.",
  causeStunSilent: "STUN이 응답하지 않습니다",
  causeStunSilentDo:
    "다른 네트워크와의 직접 통화가 안 되면 정상인 중계를 씁니다. 운영자가 STUN 주소를 확인해야 합니다.",
  causeRelayTcpBlocked: "TCP로는 중계에 닿지 않습니다",
  causeRelayTcpBlockedDo:
    "UDP가 막힌 곳에서만 문제가 됩니다. 방화벽이 포트를 막고 있으며, 다른 길은 됩니다.",
  causeRelayTlsBlocked: "TLS로는 중계에 닿지 않습니다",
  causeRelayTlsBlockedDo:
    "엄격한 방화벽 뒤에서만 문제가 됩니다. 포트가 막혔거나 중계의 인증서가 올바르지 않으며, 다른 길은 됩니다.",
  causeRelayCertificate:
    "인증서가 페이지에는 통하지만 중계에는 통하지 않습니다",
  causeRelayCertificateDo:
    "브라우저는 넘긴 경고를 TURN까지 적용하지 않습니다. 엄격한 방화벽 뒤에서만 문제가 되며, 서버의 인증 기관을 설치하면 해결됩니다.",
  causeRelaySlow: "중계로 가는 길이 느립니다",
  causeRelaySlowDo:
    "음성은 되지만 영상은 어렵습니다. 내려받기를 멈추거나 공유기 가까이로 옮기거나 유선을 쓰세요.",
  causeMicrophoneSilent: "마이크에서 소리가 나지 않습니다",
  causeMicrophoneSilentDo:
    "스위치나 시스템에서 꺼졌거나 다른 마이크가 선택되었을 수 있습니다. 켜고 다시 녹음해 보세요.",
  causeSpeakerBlocked: "브라우저가 이 페이지의 소리를 막습니다",
  causeSpeakerBlockedDo:
    "주소창에서 이 페이지의 소리를 허용한 뒤 다시 재생하세요.",
  causeSpeakerUnheard: "소리가 들리지 않았습니다",
  causeSpeakerUnheardDo:
    "음량을 올리고 시스템이 쓰는 스피커나 헤드폰을 확인한 뒤 다시 재생하세요.",
};

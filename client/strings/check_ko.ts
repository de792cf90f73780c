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
    "여기서 통화가 되는지, 안 된다면 어떻게 하면 되는지 10초쯤이면 알려 드려요. 카메라와 마이크는 나에게만 보이고 들려요. 녹음은 원할 때만 하고, 어떤 것도 이 기기 밖으로 나가지 않아요.",
  checkStart: "점검 시작",
  checkAgain: "다시 점검",
  checkRunning: "점검하고 있어요…",
  checkDevices: "이 기기",
  checkNetwork: "상대에게 이어지는 길",
  checkRelease: "카메라와 마이크 끄기",
  checkNoPreview: "여기에 카메라 화면이 보여요",
  checkMeter: "마이크 소리 크기",
  checkRecord: "3초 녹음하기",
  checkRecording: "말씀하세요…",
  checkPlaying: "들려 드리고 있어요…",
  checkTone: "소리 내기",
  checkTonePlaying: "재생하고 있어요…",
  checkHeard: "들렸나요?",
  yes: "예",
  no: "아니요",
  speaker: "스피커",
  signaling: "시그널링",
  signalingHint: "참여자끼리 서로를 찾는 길",
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
  findingCertificate: "신뢰하지 않는 인증서",
  findingNoSocket: "통과하지 못함",
  findingRejected: "서버가 거절함",
  findingNoAnswer: "응답 없음",
  findingNoPath: "아무것도 지나가지 못함",
  findingNotOffered: "제공되지 않음",
  findingNoWebrtc: "이 브라우저에는 없음",
  findingRunning: "확인 중…",
  findingWaiting: "아직 확인 전",
  findingPermission: "허용을 기다리는 중…",
  verdictGood: "점검한 것은 모두 정상이에요. 통화도 잘될 거예요.",
  verdictLimited:
    "통화는 되지만 환경이나 기능에 따라 안 되는 것이 있을 수 있어요.",
  verdictBad: "지금은 여기서 통화할 수 없어요.",
  verdictDo: "이렇게 해 보세요",
  trustThisDevice: "이 기기에서 이 서버 신뢰하기",
  causeServerUnreachable: "서버에 연결되지 않아요",
  causeServerUnreachableDo:
    "이 기기가 인터넷에 연결되어 있는지 확인하고 페이지를 새로 고쳐 주세요. 다른 사람도 안 된다면 서버가 멈춘 거예요.",
  causeSocketCertificate: "인증서가 페이지에는 통하지만 통화에는 통하지 않아요",
  causeSocketCertificateDo:
    "경고를 넘기고 들어왔지만, 이 브라우저는 웹소켓까지 허용해 주지 않아요. 서버의 인증 기관을 한 번 설치해 주세요.",
  causeSocketBlocked: "서버로 가는 길에서 웹소켓이 막혀요",
  causeSocketBlockedDo:
    "대개 프록시, VPN, 방화벽, 확장 프로그램 때문이에요. 끄고 다시 해 보거나, 이 주소의 웹소켓을 열어 달라고 관리자에게 요청해 주세요.",
  causeSocketSilent: "서버의 응답이 너무 늦어요",
  causeSocketSilentDo:
    "네트워크가 아주 느리거나 자주 끊겨요. 공유기 가까이로 옮기거나 네트워크를 바꾼 뒤 다시 점검해 주세요.",
  causeSocketRejected: "서버가 더는 연결을 받지 않아요",
  causeSocketRejectedDo:
    "서버가 가득 찼거나 같은 네트워크에서 온 연결이 너무 많아요. 다른 탭을 닫거나 잠시 뒤 다시 점검해 주세요.",
  causeNoWebrtc: "이 브라우저로는 통화할 수 없어요",
  causeNoWebrtcDo:
    "WebRTC가 없거나 설정 또는 확장 프로그램이 꺼 두었어요. 켜거나 최신 Chrome, Edge, Firefox, Safari를 써 주세요.",
  causeNoRelay: "이 서버에는 중계가 없어요",
  causeNoRelayDo:
    "같은 네트워크에서는 통화가 되지만, 밖과 통화하려면 두 네트워크가 모두 허용해야 해요. 운영자가 ICE 설정으로 중계를 켤 수 있어요.",
  causeRelayUnreachable: "중계 서버로 가는 길이 없어요",
  causeRelayUnreachableDo:
    "내 쪽이나 서버 쪽 방화벽이 포트를 막고 있어요. 다른 네트워크에서 해 보세요. 운영자는 STUN과 TURN 포트(ICE_PORT, ICE_TLS_PORT)를 열어야 해요.",
  causeRelayRejected: "중계 서버가 이 기기를 받아 주지 않아요",
  causeRelayRejectedDo:
    "인증이 거절되었거나 사용 한도를 다 썼어요. 잠시 뒤 다시 점검하고, 계속되면 운영자에게 알려 주세요.",
  causeRelayNoPath: "중계 서버에는 닿지만 아무것도 전달되지 않아요",
  causeRelayNoPathDo:
    "운영자가 EXTERNAL_IP와 중계 포트(RELAY_PORTS)를 확인해야 해요.",
  causeUdpBlocked: "이 네트워크에서는 UDP가 막혀 있어요",
  causeUdpBlockedDo:
    "통화가 TCP나 TLS 중계로 가서 끊길 수 있어요. VPN을 끄거나 다른 네트워크를 써 보고, 관리자에게 UDP를 허용해 달라고 요청해 주세요.",
  causeRelayUdpBlocked: "UDP로는 중계를 쓸 수 없어요",
  causeRelayUdpBlockedDo:
    "UDP 자체는 통하니 직접 통화는 괜찮고, 중계는 TCP나 TLS로 가요. 운영자가 중계의 UDP 포트를 살펴봐야 해요.",
  causeStunSilent: "STUN이 응답하지 않아요",
  causeStunSilentDo:
    "다른 네트워크와 직접 통화가 안 되면 정상인 중계를 써요. 운영자가 STUN 주소를 확인해야 해요.",
  causeRelayTcpBlocked: "TCP로는 중계에 닿지 않아요",
  causeRelayTcpBlockedDo:
    "UDP가 막힌 곳에서만 문제가 돼요. 방화벽이 포트를 막고 있지만 다른 길은 열려 있어요.",
  causeRelayTlsBlocked: "TLS로는 중계에 닿지 않아요",
  causeRelayTlsBlockedDo:
    "엄격한 방화벽 뒤에서만 문제가 돼요. 포트가 막혔거나 중계의 인증서가 올바르지 않지만, 다른 길은 열려 있어요.",
  causeRelayCertificate: "인증서가 페이지에는 통하지만 중계에는 통하지 않아요",
  causeRelayCertificateDo:
    "브라우저는 넘긴 경고를 TURN에는 적용하지 않아요. 엄격한 방화벽 뒤에서만 문제가 되고, 서버의 인증 기관을 설치하면 해결돼요.",
  causeRelaySlow: "중계로 가는 길이 느려요",
  causeRelaySlowDo:
    "음성은 되지만 영상은 어려워요. 다운로드를 멈추거나 공유기 가까이로 옮기거나 유선을 써 보세요.",
  causeMicrophoneSilent: "마이크에서 소리가 들어오지 않아요",
  causeMicrophoneSilentDo:
    "스위치나 시스템에서 꺼졌거나 다른 마이크가 선택되었을 수 있어요. 켜고 다시 녹음해 보세요.",
  causeSpeakerBlocked: "브라우저가 이 페이지의 소리를 막고 있어요",
  causeSpeakerBlockedDo:
    "주소창에서 이 페이지의 소리를 허용한 뒤 다시 재생해 주세요.",
  causeSpeakerUnheard: "소리가 들리지 않았어요",
  causeSpeakerUnheardDo:
    "음량을 올리고, 쓰고 있는 스피커나 헤드폰이 맞는지 확인한 뒤 다시 재생해 주세요.",
};

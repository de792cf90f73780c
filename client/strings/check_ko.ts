/**
 * Korean texts of the connection check, which are loaded with its page.
 *
 * @module
 */
import type { CheckStrings } from "./check_en.ts";

/** Texts by key. */
export const checkKo: CheckStrings = {
  check: "연결 점검",
  checkBuild: "Maru {version}. 서버가 알려 준 이 페이지 파일의 SHA-256:",
  checkLead:
    "여기서 통화할 수 있는지, 안 되면 어떻게 하면 되는지 10초쯤이면 알 수 있어요. 카메라와 마이크는 나만 보고 들어요. 어떤 것도 이 기기 밖으로 나가지 않고, 원할 때만 녹음해요.",
  checkStart: "점검 시작",
  checkAgain: "다시 점검",
  checkRunning: "점검하고 있어요…",
  checkDevices: "이 기기",
  checkNetwork: "네트워크 연결",
  checkRelease: "카메라와 마이크 끄기",
  checkNoPreview: "여기에 카메라 화면이 표시돼요",
  checkMeter: "마이크 입력 크기",
  checkRecord: "3초 녹음하기",
  checkRecording: "지금 말씀하세요…",
  checkPlaying: "녹음을 재생하고 있어요…",
  checkTone: "테스트 소리 재생",
  checkTonePlaying: "재생하고 있어요…",
  checkHeard: "소리가 들렸나요?",
  signaling: "시그널링",
  signalingHint: "참여자끼리 서로를 찾는 연결",
  stunHint: "상대에게 보이는 내 주소",
  relayUdp: "UDP 중계",
  relayUdpHint: "직접 연결할 수 없을 때 가장 좋은 경로",
  relayTcp: "TCP 중계",
  relayTcpHint: "UDP를 막는 네트워크용",
  relayTls: "TLS 중계",
  relayTlsHint: "엄격한 방화벽용",
  roundTrip: "{n} ms",
  throughput: "{n} Mbit/s",
  pictureSize: "{w} × {h}",
  relayPort: "포트 {n}",
  findingOk: "정상",
  findingRefused: "권한이 거부됨",
  findingMissing: "찾을 수 없음",
  findingBusy: "켤 수 없음",
  findingInsecure: "https 필요",
  findingSilent: "소리가 감지되지 않음",
  findingBlocked: "브라우저에서 차단됨",
  findingUnheard: "들리지 않음",
  findingUnreachable: "서버에 연결할 수 없음",
  findingCertificate: "신뢰할 수 없는 인증서",
  findingNoSocket: "차단됨",
  findingMisconfigured: "설정 오류",
  findingRejected: "서버에서 거부됨",
  findingNoAnswer: "응답 없음",
  findingNoPath: "데이터가 전달되지 않음",
  findingNotOffered: "제공되지 않음",
  findingNoWebrtc: "지원하지 않는 브라우저",
  findingRunning: "확인 중…",
  findingWaiting: "아직 확인 전",
  findingPermission: "권한 허용을 기다리는 중…",
  verdictGood: "모든 항목이 정상이에요. 바로 통화할 수 있어요.",
  verdictGoodSoFar: "지금까지 점검한 항목은 모두 정상이에요.",
  uncheckedMicrophone: "마이크에 아직 소리가 들어오지 않았어요. 말해 보세요.",
  uncheckedSpeaker:
    "스피커는 아직 점검하지 않았어요. 테스트 소리를 재생해 보세요.",
  verdictLimited: "통화할 수 있지만 일부 제한이 있어요.",
  verdictBad: "지금은 여기서 통화할 수 없어요.",
  verdictDo: "이렇게 해 보세요",
  causeServerUnreachable: "서버에 연결할 수 없어요",
  causeServerUnreachableDo:
    "이 기기가 온라인인지 확인하고 페이지를 새로 고쳐 주세요. 다른 사람도 연결할 수 없다면 서버가 멈춘 거예요.",
  causeSocketCertificate: "통화 연결에서 서버 인증서를 신뢰할 수 없어요",
  causeSocketCertificateDo:
    "인증서 경고를 넘겼지만 이 브라우저는 웹소켓에 그 예외를 적용하지 않아요. 서버의 인증 기관을 한 번 설치하면 해결돼요.",
  causeSocketBlocked: "서버로 가는 웹소켓 연결이 막혀 있어요",
  causeSocketBlockedDo:
    "대부분 프록시, VPN, 방화벽이나 확장 프로그램 때문이에요. 끄고 다시 시도하거나, 관리자에게 이 주소의 웹소켓을 허용해 달라고 요청해 주세요.",
  causeSocketSilent: "서버의 응답이 너무 늦어요",
  causeSocketSilentDo:
    "네트워크가 아주 느리거나 패킷이 많이 손실돼요. 공유기 가까이로 옮기거나 네트워크를 바꾼 뒤 다시 점검해 주세요.",
  causeServerMisconfigured: "이 서버의 설정이 올바르지 않아요",
  causeSocketRejected: "서버가 연결을 더 받지 않아요",
  causeSocketRejectedDo:
    "서버가 가득 찼거나 같은 네트워크의 연결이 너무 많아요. 마루를 연 다른 탭을 닫거나 잠시 기다린 뒤 다시 점검해 주세요.",
  causeNoWebrtc: "이 브라우저로는 통화할 수 없어요",
  causeNoWebrtcDo:
    "WebRTC를 지원하지 않거나 설정 또는 확장 프로그램에서 꺼져 있어요. WebRTC를 켜거나 최신 Chrome, Edge, Firefox, Safari를 사용해 주세요.",
  causeNoRelay: "이 서버는 중계를 제공하지 않아요",
  causeNoRelayDo:
    "같은 네트워크에서는 통화할 수 있어요. 다른 네트워크와는 양쪽이 모두 직접 연결을 허용할 때만 통화할 수 있어요. 서버 운영자가 ICE 설정에서 중계를 켤 수 있어요.",
  causeRelayUnreachable: "중계 서버에 연결할 수 없어요",
  causeRelayUnreachableDo:
    "내 방화벽이나 서버 방화벽이 포트를 막고 있어요. 다른 네트워크에서 시도해 주세요. 서버 운영자는 STUN과 TURN 포트(ICE_PORT, ICE_TLS_PORT)를 열어야 해요.",
  causeRelayRejected: "중계 서버가 이 기기를 거부했어요",
  causeRelayRejectedDo:
    "인증이 거부됐거나 사용 한도를 다 썼어요. 1분 뒤 다시 점검하고, 문제가 계속되면 서버 운영자에게 알려 주세요.",
  causeRelayNoPath: "중계 서버가 응답하지만 데이터를 전달하지 않아요",
  causeRelayNoPathDo:
    "서버 운영자가 EXTERNAL_IP와 중계 포트(RELAY_PORTS)를 확인해야 해요.",
  causeUdpBlocked: "이 네트워크에서 UDP가 차단되어 있어요",
  causeUdpBlockedDo:
    "통화가 TCP나 TLS 중계를 거쳐 끊길 수 있어요. VPN을 끄거나 다른 네트워크에서 시도하고, 네트워크 관리자에게 UDP를 허용해 달라고 요청해 주세요.",
  causeRelayUdpBlocked: "UDP로 중계 서버에 연결할 수 없어요",
  causeRelayUdpBlockedDo:
    "UDP 자체는 작동하므로 직접 통화는 괜찮아요. 중계 통화는 TCP나 TLS를 사용해요. 서버 운영자가 중계의 UDP 포트를 확인해야 해요.",
  causeStunSilent: "STUN이 응답하지 않아요",
  causeStunSilentDo:
    "다른 네트워크와 직접 통화하지 못할 수 있지만 대신 중계가 작동해요. 서버 운영자가 STUN 주소를 확인해야 해요.",
  causeRelayTcpBlocked: "TCP로 중계 서버에 연결할 수 없어요",
  causeRelayTcpBlockedDo:
    "UDP가 차단된 곳에서만 문제가 돼요. 방화벽이 포트를 막고 있지만 다른 경로는 작동해요.",
  causeRelayTlsBlocked: "TLS로 중계 서버에 연결할 수 없어요",
  causeRelayTlsBlockedDo:
    "엄격한 방화벽 뒤에서만 문제가 돼요. 포트가 막혔거나 중계 인증서가 올바르지 않지만 다른 경로는 작동해요.",
  causeRelayCertificate: "중계 연결에서 서버 인증서를 신뢰할 수 없어요",
  causeRelayCertificateDo:
    "브라우저는 넘긴 인증서 경고를 TURN에 적용하지 않아요. 엄격한 방화벽 뒤에서만 문제가 되고, 서버의 인증 기관을 설치하면 해결돼요.",
  causeRelaySlow: "중계 서버와의 연결이 느려요",
  causeRelaySlowDo:
    "음성은 괜찮지만 영상은 어려워요. 다운로드를 멈추거나, 공유기 가까이로 옮기거나, 유선 연결을 사용해 주세요.",
  causeMicrophoneSilent: "마이크에서 소리가 들리지 않아요",
  causeMicrophoneSilentDo:
    "스위치나 시스템 설정에서 음소거됐거나 다른 마이크가 선택됐을 수 있어요. 음소거를 해제하고 다시 녹음해 주세요.",
  causeSpeakerBlocked: "브라우저가 이 페이지의 소리를 막고 있어요",
  causeSpeakerBlockedDo:
    "주소창에서 이 페이지의 소리를 허용한 뒤 테스트 소리를 다시 재생해 주세요.",
  causeSpeakerUnheard: "테스트 소리가 들리지 않았어요",
  causeSpeakerUnheardDo:
    "음량을 높이고 시스템이 어떤 스피커나 헤드폰을 쓰는지 확인한 뒤 테스트 소리를 다시 재생해 주세요.",
};

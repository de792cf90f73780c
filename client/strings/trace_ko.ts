/**
 * Korean texts of the views of a connection, in a call and at `/learn`.
 *
 * @module
 */
import type { TraceStrings } from "./trace_en.ts";

/** Texts by key. */
export const traceKo: TraceStrings = {
  trace: "연결 내부 보기",
  traceLead:
    "이 통화를 잇기 위해 내 브라우저와 상대가 주고받은 내용을 일어난 순서대로 보여 줘요.",
  traceEmpty: "아직 아무 일도 없었어요.",
  traceMessages: "메시지",
  traceSdp: "오퍼와 앤서",
  traceCandidates: "후보",
  tracePairs: "후보 쌍",
  traceStates: "상태",
  traceFilter: "보기",
  traceAll: "전체",
  traceEveryone: "모든 연결",
  traceConnection: "연결",
  traceRemoved: { other: "메모리를 아끼려고 항목 {n}개를 뺐어요." },
  traceSave: "오류 신고용으로 저장",
  traceSaveHint:
    "이름, 메시지, 비밀번호, 토큰, 키는 빼고 저장해요. 따로 고르지 않으면 주소도 기호로 바꿔요.",
  traceKeepAddresses: "IP 주소 그대로 두기",
  traceSaved: "저장했어요.",
  traceMs: "{n}ms",
  traceIn: "받음",
  traceOut: "보냄",
  traceLocal: "내 것",
  traceRemote: "상대 것",
  traceSelected: "사용 중",
  traceEnd: "후보 끝",
  traceColSide: "누구의 것",
  traceColType: "종류",
  traceColAddress: "주소",
  traceColTime: "시각",
  traceColState: "결과",
  traceColRoundTrip: "왕복 시간",
  traceSetLocal: "내 {type}",
  traceSetRemote: "상대의 {type}",
  traceFirstPacketAudio: "첫 소리 패킷",
  traceFirstPacketVideo: "첫 영상 패킷",
  traceFirstFrame: "첫 화면 표시",
  traceNoAnswer: "{url}: 오류 {code}",
  kindMessage: "메시지",
  kindDescription: "SDP 설정",
  kindCandidate: "후보",
  kindPair: "후보 쌍",
  kindState: "상태",
  kindMedia: "미디어",
  stateSignaling: "시그널링",
  stateGathering: "후보 수집",
  stateIce: "ICE",
  stateDtls: "DTLS",
  stateConnection: "연결",
  stateChannel: "데이터 채널",
  stateSocket: "WebSocket",
  typeHost: "기기 자체의 주소",
  typeSrflx: "STUN 서버에 보이는 주소",
  typePrflx: "연결 확인 중에 알게 된 주소",
  typeRelay: "TURN 중계 서버에서 받은 주소",
  sdpSession: "모든 미디어에 적용",
  sdpPart: "부분: {name}",
  sdpVersion: "형식의 버전이에요. 항상 0이에요.",
  sdpOrigin:
    "이 세션의 번호와, 바뀔 때마다 커지는 숫자예요. 주소는 자리만 채운 값이에요.",
  sdpSessionName: "세션 이름인데 아무도 쓰지 않아서 줄표만 있어요.",
  sdpTiming: "시작과 끝 시각이에요. 0 0은 지금부터 끝없이라는 뜻이에요.",
  sdpConnection: "ICE가 생기기 전의 자리예요. 진짜 주소는 후보에 있어요.",
  sdpBundle:
    "여기 적힌 부분이 모두 한 경로를 써요. 경로 찾기와 암호화를 한 번만 해요.",
  sdpExtmap: "패킷마다 덧붙는 정보(시각, 소리 크기 등)의 번호예요.",
  sdpMedia:
    "미디어 한 종류예요. 뒤의 번호는 쓸 수 있는 형식이고 앞의 것을 먼저 써요. 포트 9는 자리만 채운 값이에요.",
  sdpMediaData:
    "데이터 채널이에요. 텍스트와 파일이 DTLS 암호화 안에서 SCTP로 오가요.",
  sdpRtcp: "잃어버린 패킷을 알리는 보고(RTCP)를 어떻게 보낼지 정해요.",
  sdpCandidate: "이쪽에 닿을 수도 있는 주소예요. ICE가 시도해 봐요.",
  sdpUfrag:
    "경로를 확인할 때 쓰는 짧은 이름이에요. 패킷이 자기 연결을 찾게 해요.",
  sdpPwd: "경로를 확인할 때 쓰는 비밀번호예요. 이 SDP를 받은 쪽만 알아요.",
  sdpIceOptions:
    "“trickle”은 후보를 나중에 하나씩 보낸다는 뜻이에요. 마지막 후보를 기다리지 않아요.",
  sdpFingerprint:
    "이쪽 인증서의 해시예요. 암호화할 때 다른 인증서가 나오면 누군가 끼어든 것이라 브라우저가 연결하지 않아요.",
  sdpSetup:
    "암호화를 누가 시작할지 정해요. active는 시작하고, passive는 기다리고, actpass는 둘 다 할 수 있어요.",
  sdpMid: "이 부분의 이름이에요. 나중에 바꿀 때 이 이름으로 가리켜요.",
  sdpDirection: "이쪽이 보내는지, 받는지, 둘 다인지, 둘 다 아닌지 정해요.",
  sdpRtcpMux: "미디어와 보고(RTCP)가 한 포트를 함께 써요.",
  sdpRtpmap: "형식 번호가 뜻하는 코덱과 클록 속도예요.",
  sdpFmtp: "이 번호의 형식에 대한 설정이에요.",
  sdpRtcpFb: "어떤 요청을 알아듣는지예요. 예: “온전한 화면을 보내 줘”.",
  sdpSsrc: "한 소스의 패킷에 붙는 번호예요.",
  sdpMsid: "페이지의 어떤 스트림과 트랙인지 알려 줘요.",
  sdpSctp: "암호화 안에서 데이터 채널이 쓰는 포트예요.",
  sdpMaxMessage: "데이터 채널로 보낼 수 있는 가장 큰 메시지(바이트)예요.",
  sdpSimulcast: "한 영상을 여러 크기로 보내요.",
  sdpEndOfCandidates: "후보가 더 없다는 뜻이에요.",
  sdpOther: "그 밖의 설정이에요.",
};

/**
 * Korean texts of `/learn`, which are loaded with its page.
 *
 * @module
 */
import type { LearnStrings } from "./learn_en.ts";

/** Texts by key. */
export const learnKo: LearnStrings = {
  learn: "통화는 이렇게 이어져요",
  learnLead:
    "두 브라우저가 이야기하려고 해요. 진짜 연결의 양쪽 끝인 피어 A와 B가 모두 이 페이지에 있고, 바로 이 서버에서 만나요. 모든 단계를 10분 만에 볼 수 있어요. 시뮬레이션이 아니라서 바꿔 보고 망가뜨려 봐도 돼요. 어느 단계에서 시작해도 필요한 준비는 자동으로 해요.",
  learnSteps: "단계",
  learnWhy: "왜 필요할까요",
  learnSee: "무엇을 보면 될까요",
  learnPrevious: "이전",
  learnNext: "다음",
  learnRunning: "진행 중…",
  learnReset: "처음부터 다시",
  learnPeer: "피어 {name}",
  learnOnline: "WebSocket 열림",
  learnOffline: "WebSocket 닫힘",
  learnIce: "ICE: {state}",
  learnConnection: "연결: {state}",
  learnChannelOpen: "데이터 채널 열림",
  learnChannelClosed: "데이터 채널 없음",
  learnTimeline: "지금까지 일어난 일",

  learnProblemNoServer: "서버가 응답하지 않아요. 서버가 켜져 있나요?",
  learnProblemNoRelay: "이 서버에는 TURN 중계가 없어요(설정 ICE).",
  learnProblemNoPath:
    "두 피어가 경로를 찾지 못했어요. 처음부터 다시 하거나 직접 경로를 허용해 주세요.",
  learnProblemNoCamera:
    "브라우저가 카메라를 열지 못했어요. 그린 영상을 쓰거나 조건을 느슨하게 해 주세요.",
  learnProblemBadJson: "올바른 JSON이 아니에요.",
  learnProblemBrowserRefused: "브라우저가 이 값을 받아들이지 않았어요.",

  learnSignalingTitle: "서버에서 만나기",
  learnSignalingWhy:
    "A와 B는 아직 서로의 주소를 몰라서 직접 이야기할 수 없어요. 둘 다 웹 서버에는 닿을 수 있으니, 서버가 첫 메시지들을 전해 줘요. 이것을 시그널링이라고 해요.",
  learnSignalingSee:
    "피어마다 /socket으로 WebSocket을 열어요. 서버는 “welcome”으로 답하고, “peer-joined”로 B가 왔다고 A에게 알려요. A의 “hello”는 서버로 가고, 서버가 B에게 전해요. 서버는 누가 보냈는지만 덧붙여요. 메시지를 누르면 내용을 볼 수 있어요.",
  learnSignalingRun: "둘 다 서버에 연결",

  learnOfferTitle: "오퍼와 앤서",
  learnOfferWhy:
    "무엇이든 보내기 전에, 무엇을 어떤 형식으로 보낼지 둘이 합의해야 해요. A가 오퍼를 만들고 B가 앤서를 만들어요. 둘 다 SDP(Session Description Protocol)로 써요. 여기서는 텍스트를 주고받는 데이터 채널을 합의해요.",
  learnOfferSee:
    "먼저 A가 오퍼를 만들기만 해요. 내용은 나왔지만 B는 아직 아무것도 몰라요. 그다음 서버를 거쳐 보내면 B가 답하고, 둘 다 오퍼와 앤서를 갖게 돼요. 줄 종류마다 무슨 뜻인지 적혀 있어요.",
  learnOfferRun: "A의 오퍼 만들기",
  learnAnswerRun: "보내고 B의 앤서 받기",

  learnIceTitle: "경로 찾기",
  learnIceWhy:
    "기기에는 주소가 여러 개 있고, 대부분은 아무 데서나 닿지 않아요. 그래서 서로 가진 주소(후보)를 모두 상대에게 보내요. 그다음 양쪽 주소를 하나씩 짝지은 후보 쌍을, 되는 쌍이 나올 때까지 시도해요. 이것을 ICE라고 해요.",
  learnIceSee:
    "지금까지는 이 페이지가 후보를 보내지 않아서 이어지지 않았어요. 이제 보내 보세요. 후보가 하나씩 서버를 지나가고, 후보 쌍을 시도한 뒤 하나를 사용해요. “.local”로 끝나는 이름은 카메라를 쓰지 않는 페이지에 브라우저가 숨긴 주소예요.",
  learnIceRun: "후보 보내기",

  learnServersTitle: "STUN과 TURN",
  learnServersWhy:
    "공유기(NAT) 뒤의 기기는 사설 주소밖에 몰라요. STUN 서버는 인터넷에서 보이는 주소를 알려 줘요. 그 주소로도 닿지 않으면 TURN 서버가 주소를 빌려주고 모든 것을 중계해요.",
  learnServersSee:
    "서버 목록을 받아 보세요. 이 Maru가 “welcome”에 넣어 준 목록이에요. 목록을 바꾸고 후보를 다시 모아 보세요. 서버를 다 지우면 “host”만 남아요. “srflx”는 STUN이 답한 주소, “relay”는 TURN이 할당한 주소예요.",
  learnServersJson: "iceServers",
  learnServersLoad: "서버 목록 받기",
  learnServersRun: "후보 모으기",
  learnServersRelay: "중계 후보만 모으기",
  learnServersDone: "다 모았어요.",
  learnServersNone: "후보가 없어요. 서버가 주소를 주지 않았어요.",
  learnServersErrors: "응답하지 않거나 거절한 서버",
  learnServersSameAddress:
    "“srflx”가 없나요? STUN 서버에 묻지 않았거나 답이 없었거나, STUN에 보이는 주소가 기기의 주소와 같은 거예요. 주소가 같으면 중간에 공유기가 없다는 뜻이에요.",
  learnServersLifetime:
    "중계 서버는 주소를 한 번에 10분 동안 빌려주고, 통화하는 동안 브라우저가 연장해요. 이 비밀번호로는 {n}분 안에, 피어가 방에 있는 동안에만 새 주소를 요청할 수 있어요.",
  learnRelayOnly: "이제 중계로만",
  learnDirectToo: "직접 경로도 허용",
  learnRelayOnlyHint:
    "“이제 중계로만”을 누르면 직접 경로를 막고 A와 B를 다시 연결해요. 사용 중인 쌍을 보세요. 양쪽 다 “relay”여야 해요.",

  learnSecureTitle: "암호화하고 이야기하기",
  learnSecureWhy:
    "패킷은 남의 네트워크를, 때로는 중계 서버를 지나가요. DTLS는 두 브라우저만 가진 키로 암호화해요. SDP에는 지문(보낸 쪽 인증서의 해시)이 있어요. 브라우저는 다른 인증서를 받아들이지 않아요.",
  learnSecureSee:
    "텍스트를 보내 보세요. WebSocket이 아니라 데이터 채널로 피어에서 피어로 가요. 그다음 B의 앤서에 적힌 지문과 B가 실제로 쓴 인증서를 비교해 보세요.",
  learnSecureText: "A가 B에게 보낼 텍스트",
  learnSecureSend: "보내기",
  learnSecureCompare: "지문 비교",
  learnSecureWritten: "B의 앤서에 적힌 지문",
  learnSecureUsed: "DTLS에서 쓴 B의 인증서",
  learnSecureSame:
    "같아요. 서버가 앤서를 바꾸지 않고 전했다면 중간에 아무도 없어요. 키가 있는 링크(#k=)에서는 Maru 페이지가 그것도 확인해요.",
  learnSecureDifferent: "달라요!",
  learnSecureUnknown: "이 브라우저는 인증서를 보여 주지 않아요.",
  learnReceived: "B가 받은 텍스트",
  learnNothingReceived: "아직 없어요",

  learnMediaTitle: "카메라 더하기",
  learnMediaWhy:
    "영상은 압축해서 보내는데, 둘이 같은 압축 방식(코덱)을 알아야 해요. 지금까지는 데이터 채널만 합의했으니 오퍼와 앤서를 한 번 더 주고받아요. 조건(constraints)에는 바라는 것을 적고, 브라우저는 카메라가 할 수 있는 것을 골라요.",
  learnMediaSee:
    "프레임 수 같은 숫자를 바꿔 보세요. 휴대폰 뒤쪽 카메라는 “user”를 “environment”로 바꾸면 돼요. 카메라가 없으면 그린 영상을 보내세요. 아래에서 실제로 얻은 값과, B에 첫 화면이 도착한 때를 볼 수 있어요.",
  learnMediaJson: "조건(constraints)",
  learnMediaRun: "카메라를 열고 보내기",
  learnMediaDrawn: "그린 영상 보내기",
  learnMediaMine: "A의 영상",
  learnMediaTheirs: "B가 받은 같은 영상",
  learnMediaSettings: "카메라가 실제로 주는 값",

  learnCutTitle: "이제 끊어 보기",
  learnCutWhy:
    "네트워크는 끊어져요. 휴대폰이 와이파이를 벗어나기도 하고 서버가 다시 시작하기도 해요. 직접 이어진 연결은 이제 서버가 없어도 돼요. 끊어진 경로는 바꿀 수 있어요. ICE를 다시 시작하면 양쪽이 후보를 다시 모아 보내요.",
  learnCutSee:
    "WebSocket을 닫고 텍스트를 보내 보세요. 그래도 도착해요. 그다음 “이제 중계로만”과 “중계 끊기”를 누르고 다시 보내 보세요. 도착하지 않고, 몇 초 뒤 상태가 “disconnected”로 바뀌어요. “ICE 다시 시작”은 WebSocket을 다시 열고 새 경로를 찾아요.",
  learnCutSockets: "WebSocket 닫기",
  learnCutSeats: "중계 끊기",
  learnCutRestart: "ICE 다시 시작",
  learnCutConnect: "연결하기",

  learnCodeTitle: "코드 바꿔 보기",
  learnCodeWhy:
    "앞 단계들이 쓴 브라우저 API 호출이에요. 바꾸면 어떻게 되는지 보세요. 카메라와 이 사이트에 닿을 수 없는 샌드박스 프레임에서 실행돼요.",
  learnCodeSee:
    "예제를 실행해 보고, 바꾸고, 다시 실행해 보세요. “log”는 한 줄을 써요. “iceServers”는 이 서버의 목록이에요.",
  learnCodePick: "예제",
  learnCodePromises: "프로미스로 createOffer",
  learnCodeCallbacks: "콜백으로 createOffer",
  learnCodeChannel: "두 피어 사이의 데이터 채널",
  learnCodeServers: "iceServers와 후보",
  learnCodeEdit: "코드",
  learnCodeRun: "실행",
  learnCodeRestore: "되돌리기",
  learnCodeOutput: "출력",
  learnCodeEmpty: "아직 실행하지 않았어요.",
  learnCodeDone: "끝",
  learnCodeFailed: "실패",
};

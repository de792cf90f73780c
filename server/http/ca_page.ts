/**
 * Page at `/ca`: steps to trust the local certificate authority.
 *
 * @module
 */
import { renderPage } from "./server_page.ts";

/** Languages of the page. */
export type CaLanguage = "en" | "ko";

interface CaTexts {
  readonly title: string;
  readonly purpose: string;
  readonly download: string;
  readonly compareFingerprint: string;
  readonly protectionTitle: string;
  /** What the certificate protects and what it does not, a sentence each. */
  readonly protection: readonly string[];
  /** A device and its steps. */
  readonly devices: readonly (readonly [string, readonly string[]])[];
}

/** Renders the page; `fingerprint` is the authority's SHA-256. */
export function renderCaPage(
  language: CaLanguage,
  fingerprint: string,
): string {
  const words = TEXTS[language];
  const devices = words.devices.map(([device, steps]) =>
    `<section class="steps">\n<h2>${device}</h2>\n<ol>\n${
      steps.map((step) => `<li>${step}</li>`).join("\n")
    }\n</ol>\n</section>`
  );
  return renderPage({
    base: "./",
    language,
    title: `${words.title} · Maru`,
    kind: "article",
    languagePath: "ca",
    body: [
      `<div class="article-head">`,
      `<h1 class="title">${words.title}</h1>`,
      `<p>${words.purpose}</p>`,
      `<a class="button is-primary is-large" href="ca.crt">${words.download}</a>`,
      `<p>${words.compareFingerprint}</p>`,
      `<code class="fingerprint">${fingerprint}</code>`,
      `</div>`,
      `<section class="steps">`,
      `<h2>${words.protectionTitle}</h2>`,
      `<ul>`,
      ...words.protection.map((sentence) => `<li>${sentence}</li>`),
      `</ul>`,
      `</section>`,
      `<div class="steps-of-devices">`,
      ...devices,
      `</div>`,
    ].join("\n"),
  });
}

const ENGLISH: CaTexts = {
  title: "Trust this Maru server",
  purpose:
    "This server uses its own certificate authority. Once a device trusts it, Maru opens without a warning, and calls can use every network route.",
  download: "Download certificate",
  compareFingerprint:
    "Before you trust it, check that this SHA-256 fingerprint matches the one that the server printed at startup:",
  protectionTitle: "What the certificate protects, and what not",
  protection: [
    "It shows your device that it talks to this server, so nobody in between can read or change the page or the messages that set up a call.",
    "Video, voice, chat and files are encrypted from device to device with keys that these messages agree on, so it protects them too.",
    "It does not protect you from the owner of this server, who chooses the page that you get.",
    "It does not hide that you use this server, when, and from which address.",
    "The authority can sign only for this server's host names, but for any IP address, and some apps ignore the limit: anyone who has its key could pretend to be another website to your device.",
    "So trust only a server whose owner you know, and remove the certificate where you added it when you no longer need it.",
  ],
  devices: [
    ["iPhone and iPad", [
      "Open this page in Safari, tap the button and allow the download.",
      "Open Settings, tap “Profile Downloaded” and install the profile.",
      "Go to Settings, General, About, Certificate Trust Settings, and turn on full trust for Maru.",
    ]],
    ["Android", [
      "Tap the button to save the file.",
      "Open Settings and search for “CA certificate” (Security, Encryption and credentials, Install a certificate).",
      "Choose “CA certificate”, tap “Install anyway”, and select the file <code>maru-ca.crt</code>.",
    ]],
    ["Windows (Edge, Chrome)", [
      "Open the downloaded file, then choose “Install Certificate” and “Current User”.",
      "Choose “Place all certificates in the following store”, “Browse”, “Trusted Root Certification Authorities”.",
      "Finish, confirm, and restart the browser.",
    ]],
    ["macOS (Safari, Chrome)", [
      "Open the downloaded file. Keychain Access adds it to the login keychain.",
      "Double-click the Maru certificate there and expand “Trust”.",
      "Set “When using this certificate” to “Always Trust” and close the window.",
    ]],
    ["Firefox on a computer", [
      "Open Settings, Privacy &amp; Security, Certificates, “View Certificates”, “Authorities”.",
      "Choose “Import”, select the file, and check “Trust this CA to identify websites”.",
    ]],
  ],
};

const KOREAN: CaTexts = {
  title: "이 마루 서버 신뢰하기",
  purpose:
    "이 서버는 자체 인증 기관을 사용해요. 기기에서 이 기관을 신뢰하면 마루가 경고 없이 열리고, 통화에 모든 네트워크 경로를 쓸 수 있어요.",
  download: "인증서 다운로드",
  compareFingerprint:
    "신뢰하기 전에 아래 SHA-256 지문이 서버가 시작할 때 출력한 지문과 같은지 확인해 주세요.",
  protectionTitle: "인증서가 지켜 주는 것과 지켜 주지 않는 것",
  protection: [
    "내 기기가 이 서버와 통신하고 있음을 확인해 주기 때문에, 중간에서 페이지나 통화 연결 메시지를 읽거나 바꿀 수 없어요.",
    "영상, 음성, 채팅, 파일은 이 메시지로 정한 키를 써서 기기끼리 암호화하므로 함께 지켜져요.",
    "페이지를 보내 주는 이 서버의 주인으로부터는 지켜 주지 않아요.",
    "이 서버를 언제, 어떤 주소에서 사용하는지는 숨겨 주지 않아요.",
    "이 기관은 이 서버의 호스트 이름에만 서명할 수 있지만 IP 주소에는 제한이 없고 이 제한을 무시하는 앱도 있어서, 기관의 키를 가진 사람은 내 기기에 다른 웹사이트인 척할 수 있어요.",
    "그러니 주인을 아는 서버만 신뢰하고, 더는 필요 없으면 인증서를 추가한 곳에서 지워 주세요.",
  ],
  devices: [
    ["아이폰과 아이패드", [
      "Safari에서 이 페이지를 열고 버튼을 눌러 다운로드를 허용하세요.",
      "설정을 열고 ‘프로파일이 다운로드됨’을 눌러 프로파일을 설치하세요.",
      "설정, 일반, 정보, 인증서 신뢰 설정으로 이동해 Maru의 스위치를 켜세요.",
    ]],
    ["안드로이드", [
      "버튼을 눌러 파일을 저장하세요.",
      "설정에서 ‘CA 인증서’를 검색하세요(보안, 암호화 및 자격 증명, 인증서 설치).",
      "‘CA 인증서’와 ‘무시하고 설치’를 누르고 <code>maru-ca.crt</code> 파일을 선택하세요.",
    ]],
    ["윈도우(엣지, 크롬)", [
      "다운로드한 파일을 열고 ‘인증서 설치’, ‘현재 사용자’를 선택하세요.",
      "‘모든 인증서를 다음 저장소에 저장’, ‘찾아보기’, ‘신뢰할 수 있는 루트 인증 기관’을 선택하세요.",
      "마침을 누르고 확인한 뒤 브라우저를 다시 시작하세요.",
    ]],
    ["macOS(사파리, 크롬)", [
      "다운로드한 파일을 여세요. 키체인 접근이 로그인 키체인에 추가해요.",
      "키체인 접근에서 Maru 인증서를 두 번 클릭하고 ‘신뢰’를 펼치세요.",
      "‘이 인증서 사용 시’를 ‘항상 신뢰’로 바꾸고 창을 닫으세요.",
    ]],
    ["컴퓨터의 파이어폭스", [
      "설정, 개인 정보 및 보안, 인증서, ‘인증서 보기’, ‘인증 기관’을 여세요.",
      "‘가져오기’를 누르고 파일을 선택한 뒤 ‘이 CA가 웹 사이트를 식별하도록 신뢰’에 체크하세요.",
    ]],
  ],
};

const TEXTS: Readonly<Record<CaLanguage, CaTexts>> = {
  en: ENGLISH,
  ko: KOREAN,
};

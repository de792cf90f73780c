/**
 * What the transfer of files says in Korean.
 *
 * @module
 */
import type { filesEn } from "./files_en.ts";

/** Korean; part of the page's table. */
export const filesKo: Readonly<Record<keyof typeof filesEn, string>> = {
  sendFiles: "파일 보내기",
  dropFiles: "여기에 놓으면 모두에게 파일을 보내요",
  fileTo: "{name} 님에게",
  fileProgress: "{file}, {name}",
  fileAccept: "저장",
  fileAcceptOf: "{file} 저장",
  fileRefuse: "거절",
  fileRefuseOf: "{file} 거절",
  fileCancelOf: "{file} 취소",
  fileCancelFor: "{name} 님에게 보내는 {file} 취소",
  fileCancelAll: "모두 취소",
  fileCancelAllOf: "{file} 보내기 모두 취소",
  fileDownload: "이 기기에 저장",
  fileDownloadOf: "{file}, 이 기기에 저장",

  fileWaiting: "답을 기다리는 중이에요",
  fileStarting: "시작하는 중이에요",
  fileMoving: "{total} 중 {done} · 초당 {speed}",
  fileChecking: "확인하는 중이에요",
  fileSent: "잘 받았어요",
  fileSaved: "저장했어요. 체크섬이 맞아요",
  fileReady: "다 받았어요. 체크섬이 맞아요",
  fileCut: "연결이 끊겼어요. 다시 연결되면 이어서 보내요",
  fileCancelled: "취소했어요",
  fileCancelledBy: "{name} 님이 취소했어요",
  fileRefused: "거절했어요",
  fileRefusedBy: "{name} 님이 받지 않았어요",
  fileTooBig: "이 브라우저에는 이 크기의 파일을 둘 자리가 없어요",
  fileTooBigMax: "너무 커요. 이 브라우저는 {max}까지만 받을 수 있어요",
  fileTooBigFor: "{name} 님의 브라우저가 받기에는 너무 커요",
  fileTooManyFor: "{name} 님에게 기다리는 파일이 너무 많아요",
  fileUnwritable: "이 기기에 쓸 수 없었어요",
  fileUnwritableBy: "{name} 님의 기기에 쓸 수 없었어요",
  fileUnreadable: "파일이 바뀌었거나 없어졌어요",
  fileUnreadableBy: "{name} 님이 파일을 더 읽을 수 없어요",
  fileDamaged: "체크섬이 달라서 버렸어요",
  fileDamagedBy: "{name} 님이 받은 파일의 체크섬이 달라서 버렸어요",
  fileProtocol: "상대 페이지가 잘못된 것을 보냈어요",
  fileLeft: "{name} 님이 나가서 끝까지 가지 못했어요",

  noticeFileOffered: "{name} 님이 파일을 보내려고 해요. 채팅에서 저장하세요",
  noticeFileReceived: "{name} 님의 파일이 도착했어요",
  noticeFileSent: "{name} 님이 파일을 받았어요",
  noticeFileEnded: "{name} 님과 주고받던 파일이 끝까지 가지 못했어요",
  noticeFileNobody: "아직 파일을 받을 사람이 없어요",
  noticeFileTooMany: "한꺼번에 보낼 수 있는 수를 넘어 나머지는 보내지 않았어요",
};

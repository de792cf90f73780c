/**
 * What the transfer of files says in English.
 *
 * @module
 */

/** English; part of the page's table. */
export const filesEn = {
  sendFiles: "Send files",
  dropFiles: "Drop files to send them to everyone",
  fileTo: "To {name}",
  fileProgress: "{file}, {name}",
  fileAccept: "Save",
  fileAcceptOf: "Save {file}",
  fileRefuse: "Decline",
  fileRefuseOf: "Decline {file}",
  fileCancelOf: "Cancel {file}",
  fileCancelFor: "Cancel {file} for {name}",
  fileCancelAll: "Cancel for all",
  fileCancelAllOf: "Cancel for all: {file}",
  fileDownload: "Save to this device",
  fileDownloadOf: "Save to this device: {file}",

  fileWaiting: "Waiting for an answer",
  fileStarting: "Starting",
  fileMoving: "{done} of {total} · {speed}/s",
  fileChecking: "Checking",
  fileSent: "Received",
  fileSaved: "Saved, checksum right",
  fileReady: "All here, checksum right",
  fileCut: "Cut. Goes on when the connection is back",
  fileCancelled: "Cancelled",
  fileCancelledBy: "Cancelled by {name}",
  fileRefused: "Declined",
  fileRefusedBy: "{name} did not want it",
  fileTooBig: "This browser has no room for a file of this size",
  fileTooBigMax: "Too large: this browser can take {max} at most",
  fileTooBigFor: "Too large for the browser of {name}",
  fileTooManyFor: "{name} has too many files waiting",
  fileUnwritable: "Could not be written to this device",
  fileUnwritableBy: "Could not be written on the device of {name}",
  fileUnreadable: "The file was changed or is gone",
  fileUnreadableBy: "{name} cannot read the file any more",
  fileDamaged: "Wrong checksum: thrown away",
  fileDamagedBy: "Wrong checksum at {name}: thrown away there",
  fileProtocol: "The other page sent something that is not right",
  fileLeft: "{name} left before it was through",

  noticeFileOffered: "{name} offers a file. Open the chat to save it",
  noticeFileReceived: "A file of {name} is here",
  noticeFileSent: "{name} has the file",
  noticeFileEnded: "A file to or from {name} did not get through",
  noticeFileNobody: "Nobody is here yet to take a file",
  noticeFileTooMany: "Too many files at once. The rest was not offered",
} as const;

/**
 * Features that a supported browser lacks and that the page uses only where
 * they exist, or that change nothing that matters. Each row says how the page does without.
 *
 * @module
 */

/** A feature of MDN's data with the reason why it may be used. */
export interface DetectedFeature {
  /** Path in MDN's data, joined by dots. */
  readonly feature: string;
  readonly reason: string;
}

/** All of them; a row that no source needs is reported. */
export const DETECTED_FEATURES: readonly DetectedFeature[] = [
  {
    feature: "api.MediaDevices.getDisplayMedia",
    reason: "Phones share no screen; the button is hidden without it",
  },
  {
    feature: "api.MediaStreamTrack.contentHint",
    reason: "A hint; setting it has no effect elsewhere",
  },
  {
    feature: "api.RTCRtpTransceiver.setCodecPreferences",
    reason: "Called by `?.`; the browser's own order of codecs stays",
  },
  {
    feature: "api.DataTransferItem.webkitGetAsEntry",
    reason: "Called by `?.`; there are no folders to drop on a phone",
  },
  {
    feature: "api.Document.pictureInPictureEnabled",
    reason: "Undefined hides the button",
  },
  {
    feature: "api.Document.pictureInPictureElement",
    reason: "Undefined is not a video",
  },
  {
    feature: "api.Document.exitPictureInPicture",
    reason: "The button is hidden without pictureInPictureEnabled",
  },
  {
    feature: "api.HTMLVideoElement.requestPictureInPicture",
    reason: "The button is hidden without pictureInPictureEnabled",
  },
  {
    feature: "api.RTCPeerConnection.icecandidateerror_event",
    reason: "Without the event a check has a less exact reason",
  },
  {
    feature: "api.RTCPeerConnectionIceErrorEvent.errorCode",
    reason: "Read only in that event",
  },
  {
    feature: "api.RTCPeerConnectionIceErrorEvent.url",
    reason: "Read only in that event",
  },
  {
    feature: "api.RTCPeerConnectionIceErrorEvent.errorText",
    reason: "Read only in that event",
  },
  {
    feature: "api.RTCDtlsTransport.getRemoteCertificates",
    reason: "Called by `?.`; the guide says that the browser hides it",
  },
  {
    feature: "api.MediaStreamTrack.getCapabilities",
    reason: "Called by `?.`; without it the camera has no blur of its own",
  },
  {
    feature: "api.VideoFrame",
    reason: "Made only from streams of tracks, which Chromium has",
  },
  {
    feature: "api.VideoFrame.close",
    reason: "Likewise",
  },
  {
    feature: "api.VideoFrame.timestamp",
    reason: "Likewise",
  },
  {
    feature: "api.VideoFrame.displayWidth",
    reason: "Likewise",
  },
  {
    feature: "api.VideoFrame.displayHeight",
    reason: "Likewise",
  },
  {
    feature: "api.ReadableStreamBYOBReader.cancel",
    reason: "Another reader; that of streams of tracks has it",
  },
  {
    feature: "api.HTMLVideoElement.playsInline",
    reason: "A hint for phones with iOS; setting it has no effect elsewhere",
  },
  {
    feature: "api.HTMLMediaElement.setSinkId",
    reason: "Speakers are offered only where elements have it",
  },
  {
    feature: "api.HTMLMediaElement.sinkId",
    reason: "Read only where elements have setSinkId()",
  },
  {
    feature: "api.FileSystemFileHandle.createWritable",
    reason: "isOpfsWritable() looks for it; recordings are kept in memory",
  },
  {
    feature: "api.FileSystemWritableFileStream.write",
    reason: "Only of a stream that createWritable() returned",
  },
  {
    feature: "api.StorageManager.estimate",
    reason: "Tested by `in`; without it the disk says when it is full",
  },
  {
    feature: "api.Navigator.wakeLock",
    reason: "Tested by `in`; the screen may turn off without it",
  },
  {
    feature: "api.WakeLock.request",
    reason: "Only of navigator.wakeLock",
  },
  {
    feature: "api.WakeLockSentinel.released",
    reason: "Only of a lock that was granted",
  },
  {
    feature: "api.WakeLockSentinel.release",
    reason: "Only of a lock that was granted",
  },
  {
    feature: "api.Navigator.share",
    reason: "Tested by `in`; the link can be copied without it",
  },
  {
    feature: "css.selectors.has",
    reason: "A tile shows a dot beside the bars of its quality",
  },
  {
    feature: "api.Location.ancestorOrigins",
    reason: "The origin around a frame; the referrer is read without it",
  },
];

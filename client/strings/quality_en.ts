/**
 * What the page says about the quality of connections, in English.
 *
 * @module
 */

/** English; part of the page's table. */
export const qualityEn = {
  quality: "Connection quality",
  qualityIs: "Connection: {grade}",
  gradeGood: "good",
  gradeFair: "fair",
  gradePoor: "poor",
  qualityMeasuring: "Measuring…",
  qualityAlone: "There is nobody to measure a connection to yet.",
  carryingUnknown:
    "How many people this device and network carry is measured during a call.",
  carryingAll:
    "This device and network carry {n} in a call, which is as many as can meet here.",
  carryingAtLeast: "This device and network carry at least {n} in a call.",
  carryingNetwork: "This network carries about {n} in a call.",
  carryingDevice: "This device carries about {n} in a call.",
  beyondCapacity:
    "This call is larger than that. The others get smaller pictures of you; sound comes first.",
  heldByDevice:
    "This device is busy, so the others get smaller pictures of you.",
  heldByNetwork:
    "Your network is narrow, so the others get smaller pictures of you; sound comes first.",
  beyondNotice:
    "The call is larger than this device or network carries well. The others get smaller pictures of you.",

  lossOwn: "Your network loses packets.",
  lossTheirs: "The network of {name} loses packets.",
  lossIn: "Packets from {name} get lost on the way to you.",
  lossOut: "Your packets get lost on the way to {name}.",
  delayOwn: "Your network is slow to answer.",
  delayTheirs: "The network of {name} is slow to answer.",
  delay: "The way between you and {name} is long or slow.",
  jitterOwn: "Your network delivers unevenly.",
  jitterTheirs: "The network of {name} delivers unevenly.",
  jitter: "What comes from {name} arrives unevenly.",
  freezes: "The picture of {name} stands still now and then.",
  frames: "Few pictures come from {name}.",
  deviceSlow: "This device hardly keeps up with the pictures.",

  roundTripTime: "Round trip",
  lossHere: "Loss to you",
  lossThere: "Loss from you",
  jitterTime: "Jitter",
  bitrateIn: "Received",
  bitrateOut: "Sent",
  unitMs: "{n} ms",
  unitPercent: "{n} %",
  unitKbps: "{n} kbit/s",
  framesUnit: "{n} fps",
  graphOf: "{name} in the last four minutes, at most {most}",
  pictureIn: "Their picture",
  pictureOut: "Your picture",
  noPicture: "none",
  path: "Way",
  unknown: "not known",
} as const;

/**
 * What the page says in English about choosing and trying devices.
 *
 * @module
 */

/** English, a part of {@linkcode en}. */
export const devicesEn = {
  settings: "Settings",
  devices: "Your devices",
  systemDefault: "System default",
  cameraNumber: "Camera {n}",
  microphoneNumber: "Microphone {n}",
  speakerNumber: "Speaker {n}",
  testSpeaker: "Play a sound",
  testingSpeaker: "Playing…",
  microphoneLevel: "Microphone level",
  hearNothing:
    "We hear nothing from this microphone. Say something, or choose another.",
  soundSettings: "Sound settings",
  echoCancellation: "Cancel echo",
  echoCancellationHint: "Keeps what your speaker plays out of your microphone.",
  noiseSuppression: "Suppress noise",
  noiseSuppressionHint: "Takes out fans, keys and the street. Off for music.",
  autoGainControl: "Level the volume",
  autoGainControlHint: "Makes a quiet voice louder and a loud one quieter.",
  pushToTalk: "Push to talk",
  pushToTalkHint: "You are muted unless you hold the space bar or the button.",
  holdToTalk: "Hold to talk",
  holdToTalkKey: "or hold Space",
  talking: "You are heard",
  talkIsOn: "Your microphone is on",
  newDevice: "New: {name}",
  newDeviceNoName: "A new device is plugged in",
  useIt: "Use it",
  anotherDevice: "another device",
  cameraReplaced: "Your camera was unplugged. Now in use: {name}",
  microphoneReplaced: "Your microphone was unplugged. Now in use: {name}",
  speakerLost:
    "Your speaker was unplugged. The others are heard at the system's.",
} as const;

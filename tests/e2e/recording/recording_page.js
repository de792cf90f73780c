/**
 * Runs in the page before its own scripts: a camera of one colour and a
 * microphone of one tone, by `maruColor` and `maruTone`; keeps what the page
 * saves as a download, and plays it back.
 *
 * @module
 */
(() => {
  const { maruColor = "#c00000", maruTone = 440 } = globalThis;

  function makeCamera() {
    const canvas = document.createElement("canvas");
    canvas.width = 320;
    canvas.height = 180;
    const context = canvas.getContext("2d");
    let frame = 0;
    setInterval(() => {
      context.fillStyle = maruColor;
      context.fillRect(0, 0, 320, 180);
      context.fillStyle = "#808080";
      context.fillRect(frame++ % 320, 0, 4, 4);
    }, 66);
    return canvas.captureStream(15).getVideoTracks();
  }

  function makeMicrophone() {
    const context = new AudioContext();
    const tone = new OscillatorNode(context, { frequency: maruTone });
    const gain = new GainNode(context, { gain: 0.2 });
    const destination = context.createMediaStreamDestination();
    tone.connect(gain).connect(destination);
    tone.start();
    return destination.stream.getAudioTracks();
  }

  navigator.mediaDevices.getUserMedia = ({ audio, video }) =>
    Promise.resolve(
      new MediaStream([
        ...video ? makeCamera() : [],
        ...audio ? makeMicrophone() : [],
      ]),
    );

  const saved = [];
  const createUrl = URL.createObjectURL;
  URL.createObjectURL = (blob) => {
    if (blob.type.startsWith("video/")) saved.push(blob);
    return createUrl.call(URL, blob);
  };

  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const until = async (isTrue) => {
    const endMs = performance.now() + 30_000;
    while (!isTrue()) {
      if (performance.now() > endMs) return false;
      await wait(30);
    }
    return true;
  };

  /** Colours of a picture, as shares of its pixels: which channel is the only strong one. */
  function readColors(context, video) {
    context.drawImage(video, 0, 0, 160, 90);
    const { data } = context.getImageData(0, 0, 160, 90);
    const counts = { red: 0, green: 0, blue: 0 };
    for (let i = 0; i < data.length; i += 4) {
      const [r, g, b] = [data[i], data[i + 1], data[i + 2]];
      if (r > 120 && g < 80 && b < 80) counts.red++;
      if (g > 90 && r < 80 && b < 80) counts.green++;
      if (b > 120 && r < 80 && g < 80) counts.blue++;
    }
    return counts;
  }

  /** Plays a recording: its length, the colours and the tones in it. */
  async function play(blob, tones) {
    const video = document.createElement("video");
    const url = createUrl.call(URL, blob);
    video.src = url;
    const canvas = document.createElement("canvas");
    const pixels = canvas.getContext("2d", { willReadFrequently: true });
    const context = new AudioContext();
    await context.resume();
    const analyser = new AnalyserNode(context, { fftSize: 8192 });
    context.createMediaElementSource(video).connect(analyser);
    // Without it nothing pulls the sound.
    analyser.connect(new GainNode(context, { gain: 0 }))
      .connect(context.destination);
    const levels = new Float32Array(analyser.frequencyBinCount);
    const loudest = tones.map(() => -Infinity);
    const seen = { red: 0, green: 0, blue: 0 };
    let error = null;
    video.onerror = () => error = video.error?.message ?? "error";
    await video.play();
    const isOver = () => video.ended || error !== null;
    const look = setInterval(() => {
      if (video.videoWidth === 0) return;
      const colors = readColors(pixels, video);
      for (const name of Object.keys(seen)) {
        seen[name] = Math.max(seen[name], colors[name]);
      }
      analyser.getFloatFrequencyData(levels);
      tones.forEach((tone, i) => {
        const bin = Math.round(
          tone * analyser.fftSize / context.sampleRate,
        );
        loudest[i] = Math.max(loudest[i], levels[bin]);
      });
    }, 50);
    const ended = await until(isOver);
    clearInterval(look);
    const { duration, videoWidth, videoHeight } = video;
    URL.revokeObjectURL(url);
    await context.close();
    return {
      error,
      ended,
      duration,
      videoWidth,
      videoHeight,
      colors: seen,
      loudest,
    };
  }

  globalThis.maruRecording = {
    count: () => saved.length,
    size: () => saved.at(-1)?.size ?? 0,
    play: (tones) => play(saved.at(-1), tones),
  };
})();

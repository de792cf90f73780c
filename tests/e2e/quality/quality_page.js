/**
 * Runs after `statistics_page.js` and before the scripts of the page: reads what
 * each connection sends and decodes, lets a test simulate packet loss and delay,
 * and starts every sender at a high bitrate. Statistics do not show the load of
 * the machine.
 *
 * @module
 */
(() => {
  const { Original, readConnected, simulate } = globalThis.statisticsPage;
  /** A browser starts at 300 kbit/s and takes half a minute to reach this. */
  const START_KBPS = 2_500;
  const GOOD_NETWORK = {
    loss: 0,
    lossOut: 0,
    rttSeconds: 0.02,
    jitterSeconds: 0.005,
  };
  /** Null while statistics show the real network. */
  let simulated = null;

  const setRemoteDescription = Original.prototype.setRemoteDescription;
  Original.prototype.setRemoteDescription = function ({ type, sdp }) {
    return setRemoteDescription.call(this, { type, sdp: withStart(sdp ?? "") });
  };

  /** Adds the start bitrate to every video codec (a parameter of libwebrtc). */
  function withStart(sdp) {
    const start = `x-google-start-bitrate=${START_KBPS}`;
    const lines = sdp.split("\r\n");
    const video = /^a=rtpmap:(\d+) (?:VP8|VP9|H264|AV1)\/90000$/;
    return lines.flatMap((line) => {
      const [, id] = video.exec(line) ?? [];
      if (!id) return [line];
      const at = lines.findIndex((other) => other.startsWith(`a=fmtp:${id} `));
      if (at < 0) return [line, `a=fmtp:${id} ${start}`];
      lines[at] += `;${start}`;
      return [line];
    }).join("\r\n");
  }

  simulate((copy) => {
    if (copy.qualityLimitationReason === "cpu") {
      copy.qualityLimitationReason = "none";
    }
    if (copy.freezeCount) copy.freezeCount = 0;
    if (copy.framesPerSecond) delete copy.framesPerSecond;
    if (simulated && copy.type === "inbound-rtp") {
      copy.packetsLost = Math.round(copy.packetsReceived * simulated.loss);
      copy.jitter = simulated.jitterSeconds;
      // Its rate depends on the load of the machine and the speed of the clock.
      delete copy.framesDecoded;
    }
    if (simulated && copy.type === "candidate-pair") {
      copy.currentRoundTripTime = simulated.rttSeconds;
    }
    if (simulated && copy.type === "remote-inbound-rtp") {
      copy.fractionLost = simulated.lossOut;
    }
    return copy;
  });

  /** The camera stream of a connection. */
  async function read(connection) {
    const report = [...(await connection.getStats()).values()];
    const line = (type) =>
      report.find((e) =>
        e.type === type && e.kind === "video" && e.mid === "1"
      ) ?? {};
    const [audio, camera] = connection.getSenders();
    const [encoding = {}] = camera?.getParameters().encodings ?? [];
    return {
      sentWidth: line("outbound-rtp").frameWidth ?? 0,
      framesSent: line("outbound-rtp").framesSent ?? 0,
      gotWidth: line("inbound-rtp").frameWidth ?? 0,
      framesDecoded: line("inbound-rtp").framesDecoded ?? 0,
      isActive: encoding.active,
      maxKbps: (encoding.maxBitrate ?? 0) / 1000,
      priority: audio?.getParameters().encodings[0]?.priority,
    };
  }

  globalThis.qualityProbe = {
    streams: () => readConnected(read),
    /** Shows a good network, but for these properties. */
    simulate: (faults) => simulated = { ...GOOD_NETWORK, ...faults },
  };
})();

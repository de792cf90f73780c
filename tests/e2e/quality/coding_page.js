/**
 * Runs after `statistics_page.js` and before the scripts of the page: reads the
 * codecs of both directions, and lets a test give the device many cores and
 * simulate overload and loss in the statistics.
 *
 * @module
 */
(() => {
  const { connections, getStats, readConnected, simulate } =
    globalThis.statisticsPage;
  const simulated = { isOverloaded: false, lossOut: 0 };
  Object.defineProperty(Navigator.prototype, "hardwareConcurrency", {
    get: () => 8,
  });

  simulate((copy) => {
    if (copy.type === "outbound-rtp") {
      copy.qualityLimitationReason = simulated.isOverloaded ? "cpu" : "none";
      // The encoder of a busy machine is no overload here.
      delete copy.totalEncodeTime;
    }
    if (copy.type === "inbound-rtp" && copy.freezeCount) copy.freezeCount = 0;
    if (copy.type === "remote-inbound-rtp") {
      copy.fractionLost = simulated.lossOut;
    }
    return copy;
  });

  async function read(connection) {
    const report = await getStats.call(connection);
    const all = [...report.values()];
    const stream = (type, mid) =>
      all.find((entry) => entry.type === type && entry.mid === mid) ?? {};
    const codec = (type, mid) => {
      const { mimeType = "", sdpFmtpLine = "" } =
        report.get(stream(type, mid).codecId) ?? {};
      return `${mimeType} ${sdpFmtpLine}`.trim();
    };
    const [, camera] = connection.getSenders();
    return {
      videoIn: codec("inbound-rtp", "1"),
      videoOut: codec("outbound-rtp", "1"),
      audioIn: codec("inbound-rtp", "0"),
      audioOut: codec("outbound-rtp", "0"),
      /** Copies of packets that arrived twice, which are RED. */
      audioCopiesIn: stream("inbound-rtp", "0").packetsDiscarded ?? 0,
      audioPacketsIn: stream("inbound-rtp", "0").packetsReceived ?? 0,
      framesIn: stream("inbound-rtp", "1").framesDecoded ?? 0,
      widthIn: stream("inbound-rtp", "1").frameWidth ?? 0,
      isCameraActive: camera?.getParameters().encodings[0]?.active ?? false,
      maxFps: camera?.getParameters().encodings[0]?.maxFramerate ?? 0,
      screenDegradation: connection.getSenders()[2]?.getParameters()
        .degradationPreference ?? "",
    };
  }

  globalThis.codingProbe = {
    streams: () => readConnected(read),
    cameraFrameRate: () =>
      connections.at(-1)?.getSenders()[1]?.track?.getSettings().frameRate,
    simulate: (faults) => Object.assign(simulated, faults),
  };
})();

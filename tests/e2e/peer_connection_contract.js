// Runs all cases of `contract.CONTRACT_CASES` in a page, each over two fresh
// connections; resolves with a list of { title, problem }.
(async () => {
  const context = new AudioContext();
  const makeTrack = (kind) => {
    const { stream } = kind === "audio"
      ? context.createMediaStreamDestination()
      : { stream: document.createElement("canvas").captureStream() };
    return stream.getTracks()[0];
  };
  const results = [];
  for (const [title, run] of Object.entries(contract.CONTRACT_CASES)) {
    const [a, b] = [new RTCPeerConnection(), new RTCPeerConnection()];
    const problem = await run({ a, b, makeTrack })
      .then(() => null, (error) => String(error));
    a.close();
    b.close();
    results.push({ title, problem });
  }
  return results;
})();

import { assertEquals } from "@std/assert";
import { requestKeyFrame } from "../../../../../client/engine/peer/key_frame.ts";

Deno.test("requestKeyFrame() asks for a key frame in each encoding, with the same parameters", async () => {
  const parameters = {
    encodings: [{ maxBitrate: 1 }, { maxBitrate: 2 }],
  } as RTCRtpSendParameters;
  const calls: unknown[] = [];
  await requestKeyFrame({
    getParameters: () => parameters,
    setParameters: (...args) => {
      calls.push(args);
      return Promise.resolve();
    },
  });
  assertEquals(calls, [[
    parameters,
    { encodingOptions: [{ keyFrame: true }, { keyFrame: true }] },
  ]]);
});

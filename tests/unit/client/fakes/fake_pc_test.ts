import { makeFakeTrack } from "./fake_media.ts";
import { FakePeerConnection } from "./fake_pc.ts";
import { CONTRACT_CASES } from "./peer_connection_contract.ts";

for (const [title, runCase] of Object.entries(CONTRACT_CASES)) {
  Deno.test(`FakePeerConnection: ${title}`, async () => {
    await runCase({
      a: new FakePeerConnection().pc,
      b: new FakePeerConnection().pc,
      makeTrack: makeFakeTrack,
    });
  });
}

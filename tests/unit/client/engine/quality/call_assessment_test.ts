import { assertEquals } from "@std/assert";
import { readCandidatePair } from "../../../../../client/engine/quality/candidate_pair.ts";
import { CallAssessment } from "../../../../../client/engine/quality/call_assessment.ts";
import type { QualitySample } from "../../../../../client/engine/quality/connection_sample.ts";
import { recorded, sampleWith } from "./fixtures.ts";

/** A call in which both others arrive like this, in small tiles. */
function assessed(part: Partial<QualitySample>): CallAssessment {
  const assessment = new CallAssessment(() => {});
  const samples = [sampleWith(part)];
  for (let i = 0; i < 5; i++) {
    for (const id of ["a", "b"]) {
      assessment.add(id, samples, recorded("chromium", "first"), {
        isCameraOff: false,
        resolutions: {
          cameraRequestedSinceMs: () => 0,
          requestedCameraPx: () => 320,
        },
        nowMs: 60_000,
      });
    }
  }
  return assessment;
}

Deno.test("CallAssessment takes slow cameras for no fault of this device", () => {
  const slow = { framesPerSecond: 6, receivedFramesPerSecond: 6.1 };
  const assessment = assessed(slow);
  assertEquals(assessment.hasOwnVideoIssue, false);
  const { assessment: shown, faultSide } =
    assessment.memberQualities().get("a") ?? {};
  assertEquals([shown?.issue, faultSide], ["frames", "theirs"]);
});

Deno.test("CallAssessment sees that this device does not keep up with the frames of most members", () => {
  const late = { framesPerSecond: 6, receivedFramesPerSecond: 20 };
  assertEquals(assessed(late).hasOwnVideoIssue, true);
  // A browser that does not count received frames.
  const unknown = { framesPerSecond: 6, receivedFramesPerSecond: null };
  assertEquals(assessed(unknown).hasOwnVideoIssue, true);
  assertEquals(assessed({ freezeCount: 4 }).hasOwnVideoIssue, true);
});

Deno.test("CallAssessment has the candidate pair of each member", () => {
  const { candidatePair } = assessed({}).memberQualities().get("a") ?? {};
  assertEquals(
    candidatePair,
    readCandidatePair(recorded("chromium", "first")),
  );
});

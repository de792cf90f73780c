import { assertEquals } from "@std/assert";
import { DEFAULT_MEDIA_SETTINGS } from "../../../../../client/engine/media/media_settings.ts";
import type { SendLimits } from "../../../../../client/engine/peer/sender_limiter.ts";
import {
  LONG_RTT_MS,
  SEVERE_LOSS,
} from "../../../../../client/engine/quality/loss_limit.ts";
import { AUDIO_KBPS } from "../../../../../client/engine/quality/resolution_ladder.ts";
import { UplinkDivision } from "../../../../../client/engine/quality/uplink_division.ts";
import { makeFakeTrack } from "../../fakes/fake_media.ts";

/** Limits of the camera to the one other member, whose path has this cap and loss. */
function cameraAt(capKbps: number | null, lossOut = 0) {
  const division = new UplinkDivision({
    camera: () => makeFakeTrack("video"),
    screen: () => null,
    settings: () => DEFAULT_MEDIA_SETTINGS,
    videoCodec: () => "VP8",
    send: () => false,
  });
  const sent: SendLimits[] = [];
  const peer = { applySendLimits: (next: SendLimits) => void sent.push(next) };
  if (capKbps !== null) division.uplink.capPath("a", capKbps, 0);
  division.lossLimit.update("a", lossOut, LONG_RTT_MS, 0);
  division.apply(new Map([["a", peer]]), 0);
  return {
    fps: sent[0]?.camera.fps,
    kbps: sent[0]?.camera.maxKbps,
    allottedKbps: division.allottedKbpsOf("a"),
  };
}

Deno.test("UplinkDivision uses all of a slow path, for a size that it carries well", () => {
  // 320 pixels, whose full bitrate is 160 kbit/s, instead of 192 with 80.
  assertEquals(cameraAt(200), { fps: 20, kbps: 150, allottedKbps: 200 });
  // 480 pixels, whose full bitrate is 320 kbit/s.
  assertEquals(cameraAt(280), { fps: 24, kbps: 230, allottedKbps: 280 });
});

Deno.test("UplinkDivision sends no more than a rung needs, also on a path that carries more", () => {
  assertEquals(cameraAt(5_000), cameraAt(null));
  assertEquals(cameraAt(null).allottedKbps, 1_700 + AUDIO_KBPS);
});

Deno.test("UplinkDivision sends a smaller picture over a long path that loses much", () => {
  assertEquals(cameraAt(null, SEVERE_LOSS).allottedKbps, 550 + AUDIO_KBPS);
  assertEquals(cameraAt(null, SEVERE_LOSS / 2), cameraAt(null));
});

import { assertEquals } from "@std/assert";
import {
  CONNECT_TIME_MS,
  CUT_OFF_PROBE_MS,
  CutOffProbe,
  GATHER_INTERVAL_MS,
  GATHERING_PROBE_MS,
  MAX_PENDING_PROBES,
  SOCKET_RETRIES_MS,
  SOCKET_RETRY_MS,
} from "../../../../../client/engine/call/cut_off_probe.ts";
import { FakeClock, settlePromises } from "../../fakes/fake_clock.ts";

function setUp(canGather = true) {
  const clock = new FakeClock();
  const requests: PromiseWithResolvers<{ readonly ok: boolean }>[] = [];
  const found = { count: 0, retries: 0, attempts: 0, stops: 0 };
  const probe = new CutOffProbe({
    clock,
    fetchHealth: () => {
      const request = Promise.withResolvers<{ readonly ok: boolean }>();
      requests.push(request);
      return request.promise;
    },
    networkReturn: {
      attempt: () => {
        found.attempts++;
        return canGather;
      },
      stop: () => found.stops++,
    },
    onReachable: () => found.count++,
    onRetry: () => found.retries++,
  });
  return { clock, requests, found, probe };
}

Deno.test("CutOffProbe asks again before an answer, with a bounded number of requests", async () => {
  const { clock, requests, probe } = setUp(false);
  probe.update(true);
  probe.update(true);
  clock.advance(CUT_OFF_PROBE_MS - 1);
  assertEquals(requests.length, 0);
  clock.advance(1);
  assertEquals(requests.length, 1);
  clock.advance(10 * CUT_OFF_PROBE_MS);
  assertEquals(requests.length, MAX_PENDING_PROBES);
  requests[0]?.reject(new TypeError("away"));
  await settlePromises();
  clock.advance(CUT_OFF_PROBE_MS);
  assertEquals(requests.length, MAX_PENDING_PROBES + 1);
});

Deno.test("CutOffProbe reports the first answer, once", async () => {
  const { clock, requests, found, probe } = setUp(false);
  probe.update(true);
  clock.advance(CUT_OFF_PROBE_MS);
  for (const request of requests) request.resolve({ ok: true });
  await settlePromises();
  assertEquals(found.count, 1);
  clock.advance(10 * CUT_OFF_PROBE_MS);
  assertEquals(requests.length, 1);
});

Deno.test("CutOffProbe ignores an answer after the call is not cut off any more", async () => {
  const { clock, requests, found, probe } = setUp(false);
  probe.update(true);
  clock.advance(CUT_OFF_PROBE_MS);
  probe.update(false);
  requests[0]?.resolve({ ok: true });
  await settlePromises();
  assertEquals(found.count, 0);
});

Deno.test("CutOffProbe opens no sockets in place of others where candidates are gathered", () => {
  const { clock, found, probe } = setUp();
  probe.update(true);
  for (let ms = 0; ms < 3 * SOCKET_RETRY_MS; ms += CUT_OFF_PROBE_MS) {
    clock.advance(CUT_OFF_PROBE_MS);
  }
  assertEquals([found.retries, probe.canGather], [0, true]);
  probe.stop();
  assertEquals(probe.canGather, false);
});

Deno.test("CutOffProbe asks seldom where candidates are gathered", async () => {
  const { clock, requests, probe } = setUp();
  const advance = (ms: number) => {
    for (let i = 0; i < ms; i += 100) clock.advance(100);
  };
  probe.update(true);
  advance(GATHERING_PROBE_MS - CUT_OFF_PROBE_MS);
  assertEquals(requests.length, 0);
  advance(2 * CUT_OFF_PROBE_MS);
  assertEquals(requests.length, 1);
  requests[0]?.reject(new TypeError("away"));
  await settlePromises();
  advance(GATHERING_PROBE_MS - CUT_OFF_PROBE_MS);
  assertEquals(requests.length, 1);
  advance(2 * CUT_OFF_PROBE_MS);
  assertEquals(requests.length, 2);
});

Deno.test("CutOffProbe does not gather for longer than a limited time", () => {
  const { clock, found, probe } = setUp();
  probe.update(true);
  for (let ms = 0; ms < 2 * SOCKET_RETRIES_MS; ms += CUT_OFF_PROBE_MS) {
    clock.advance(CUT_OFF_PROBE_MS);
  }
  assertEquals(probe.canGather, false);
  assertEquals(found.attempts, SOCKET_RETRIES_MS / GATHER_INTERVAL_MS + 1);
});

Deno.test("CutOffProbe opens new sockets at intervals without a server to gather from, for a limited time", () => {
  const { clock, found, probe } = setUp(false);
  const advance = (ms: number) => {
    for (let i = 0; i < ms; i += CUT_OFF_PROBE_MS) {
      clock.advance(CUT_OFF_PROBE_MS);
    }
  };
  probe.update(true);
  advance(SOCKET_RETRY_MS - CUT_OFF_PROBE_MS);
  assertEquals(found.retries, 0);
  advance(CUT_OFF_PROBE_MS);
  assertEquals(found.retries, 1);
  advance(SOCKET_RETRY_MS);
  assertEquals(found.retries, 2);
  advance(2 * SOCKET_RETRIES_MS);
  assertEquals(found.retries, Math.floor(SOCKET_RETRIES_MS / SOCKET_RETRY_MS));
});

Deno.test("CutOffProbe gathers candidates at once and at intervals while the call is cut off", () => {
  const { clock, found, probe } = setUp();
  probe.update(true);
  assertEquals([found.attempts, probe.canGather], [1, true]);
  for (let ms = 0; ms < 2 * GATHER_INTERVAL_MS; ms += CUT_OFF_PROBE_MS) {
    clock.advance(CUT_OFF_PROBE_MS);
  }
  assertEquals(found.attempts, 3);
  probe.update(false);
  clock.advance(10 * GATHER_INTERVAL_MS);
  assertEquals([found.attempts, found.stops], [3, 1]);
});

Deno.test("CutOffProbe lets the next socket open once the network is back", async () => {
  const { clock, found, requests, probe } = setUp(false);
  probe.update(true);
  clock.advance(GATHER_INTERVAL_MS);
  probe.onNetworkReturn();
  assertEquals(found.count, 1);
  const before = [found.attempts, found.retries, requests.length];
  for (let ms = 0; ms < CONNECT_TIME_MS; ms += 1_000) {
    probe.update(true);
    clock.advance(1_000);
  }
  assertEquals([found.attempts, found.retries, requests.length], before);
  requests[0]?.reject(new TypeError("away"));
  await settlePromises();
  probe.update(true);
  clock.advance(CUT_OFF_PROBE_MS);
  assertEquals(requests.length > Number(before[2]), true);
});

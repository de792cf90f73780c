import { assertEquals } from "@std/assert";
import type { WorkerReport } from "../../../../client/platform/background/worker_messages.ts";
import { settlePromises } from "../fakes/fake_clock.ts";

/** The worker that was started last. */
class FakeWorker {
  static last: FakeWorker;
  onmessage: ((event: { data: WorkerReport }) => void) | null = null;

  constructor() {
    FakeWorker.last = this;
  }

  postMessage(): void {}

  terminate(): void {}

  report(data: WorkerReport): void {
    this.onmessage?.({ data });
  }
}

class FakeTrack extends EventTarget {
  readonly readable = null;
  readonly writable = null;

  stop(): void {}
}

/** A loaded background, and the failures that it reports. */
async function setUp() {
  Object.assign(globalThis, {
    MARU_PROCESSING_FILES: {
      worker: "worker.js",
      wasm: "model.wasm",
      graph: "graph",
      landscape: "landscape",
      portrait: "portrait",
    },
    Worker: FakeWorker,
    MediaStreamTrackProcessor: FakeTrack,
    MediaStreamTrackGenerator: FakeTrack,
  });
  const { WorkerBackground } = await import(
    "../../../../client/platform/background/worker_background.ts"
  );
  const failures: string[] = [];
  const loading = WorkerBackground.load({
    onFrameTime: () => {},
    onFailure: (reason) => failures.push(reason),
  });
  const worker = FakeWorker.last;
  worker.report({ type: "loaded" });
  return { background: await loading, worker, failures };
}

const camera = () => new FakeTrack() as EventTarget as MediaStreamTrack;

Deno.test("WorkerBackground.process() is not stopped by the failure of an earlier camera, which may come late", async () => {
  const { background, worker, failures } = await setUp();
  void background.process(camera());
  worker.report({ type: "first", session: 2 });
  background.end();
  const next = background.process(camera());
  const closed = { type: "failed", reason: "Stream closed" } as const;
  worker.report({ ...closed, session: 2 });
  worker.report({ type: "first", session: 5 });
  await next;
  assertEquals(failures, []);
});

Deno.test("WorkerBackground reports the failure of the current camera, and of what all of them need", async () => {
  const { background, worker, failures } = await setUp();
  void background.process(camera());
  await settlePromises();
  worker.report({ type: "failed", session: 2, reason: "No memory" });
  worker.report({ type: "failed", session: null, reason: "Context lost" });
  assertEquals(failures, ["No memory", "Context lost"]);
});

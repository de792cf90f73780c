import { assertEquals } from "@std/assert";
import {
  DeliveryQueue,
  MAX_ATTEMPTS,
  MAX_QUEUED,
  retryDelayMs,
} from "../../../../server/webhooks/delivery_queue.ts";

/** A queue whose posts are answered and whose timers run by hand. */
function world() {
  const posted: string[] = [];
  const lost: string[] = [];
  const timers: { delayMs: number; run: () => void }[] = [];
  const answers: ((isAccepted: boolean) => void)[] = [];
  const queue = new DeliveryQueue({
    post: ({ id }) => {
      posted.push(id);
      return new Promise((resolve) => answers.push(resolve));
    },
    after: (delayMs, run) => timers.push({ delayMs, run }),
    onLost: (reason) => lost.push(reason),
  });
  const answer = async (isAccepted: boolean) => {
    answers.shift()?.(isAccepted);
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  };
  const add = (...ids: string[]) => {
    for (const id of ids) queue.add({ id, body: "{}" });
  };
  return { queue, posted, lost, timers, answer, add };
}

Deno.test("deliveries go one after the other, in order", async () => {
  const { posted, answer, add } = world();
  add("a", "b");
  assertEquals(posted, ["a"]);
  await answer(true);
  assertEquals(posted, ["a", "b"]);
  await answer(true);
  add("c");
  assertEquals(posted, ["a", "b", "c"]);
});

Deno.test("a refused delivery is repeated with growing delays, then given up for the next", async () => {
  const { posted, lost, timers, answer, add } = world();
  add("a", "b");
  const delays: number[] = [];
  for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
    await answer(false);
    const timer = timers.shift();
    delays.push(timer?.delayMs ?? 0);
    timer?.run();
  }
  assertEquals(delays, [1, 2, 4, 8, 16, 32, 60].map((s) => s * 1000));
  assertEquals([posted.length, lost], [MAX_ATTEMPTS, []]);
  await answer(false);
  assertEquals([posted.at(-1), lost], ["b", ["refused"]]);
  assertEquals(retryDelayMs(30), 60_000);
});

Deno.test("beyond its limit a queue drops what is new, and says so", () => {
  const { posted, lost, add } = world();
  for (let i = 0; i < MAX_QUEUED; i++) add(String(i));
  assertEquals(lost, []);
  add("more");
  assertEquals([lost, posted], [["full"], ["0"]]);
});

Deno.test("a closed queue sends nothing more", async () => {
  const { queue, posted, timers, answer, add } = world();
  add("a", "b");
  queue.close();
  await answer(false);
  add("c");
  assertEquals([posted, timers.length], [["a"], 0]);
});

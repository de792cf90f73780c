import { assertEquals } from "@std/assert";
import { registerServiceWorker } from "../../../../client/service_worker/register_service_worker.ts";

/** A browser that has a worker, or none yet, and finds another one. */
async function countChanges(active: unknown): Promise<number> {
  const registration = { active, onupdatefound: () => {} };
  const container = {
    register: () => Promise.resolve(registration),
  } as unknown as ServiceWorkerContainer;
  let changes = 0;
  const page = Object.assign(globalThis, {
    document: { readyState: "complete" },
  });
  try {
    registerServiceWorker(container, () => changes++);
    await new Promise((resolve) => setTimeout(resolve));
    registration.onupdatefound();
  } finally {
    Reflect.deleteProperty(page, "document");
  }
  return changes;
}

Deno.test("registerServiceWorker() reports other code than at the last visit, not the first", async () => {
  assertEquals(await countChanges(null), 0);
  assertEquals(await countChanges({}), 1);
});

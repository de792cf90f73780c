import { assertEquals } from "@std/assert";
import type { RequestClient } from "../../../../server/http/client_address.ts";
import { createRoomMembersHandler } from "../../../../server/http/room_roster.ts";
import { RateLimiter } from "../../../../server/net/rate_limiter.ts";

const CLIENT: RequestClient = {
  address: "192.0.2.7",
  scheme: "https",
  host: "maru.example:8443",
  isForwarded: false,
};

function served() {
  const asked: string[] = [];
  let nowMs = 0;
  const handler = createRoomMembersHandler({
    rosterOf: (roomKey) => {
      asked.push(roomKey);
      return roomKey === "tea"
        ? { room: "Tea", members: [{ name: "Ann" }] }
        : { room: null, members: [] };
    },
    membersRateLimiter: new RateLimiter({
      burst: 2,
      perSecond: 1,
      maxKeys: 10,
    }),
    nowMs: () => nowMs,
  });
  const ask = async (param: string, headers: Record<string, string> = {}) => {
    const url = new URL("https://maru.example:8443/rooms/x");
    const request = new Request(url, { headers });
    return await handler(request, { client: CLIENT, url, param });
  };
  return { ask, asked, at: (ms: number) => (nowMs = ms) };
}

Deno.test("/rooms/:name lists the members and is never stored", async () => {
  const { ask } = served();
  const response = await ask("tea");
  assertEquals(response.headers.get("cache-control"), "no-store");
  assertEquals(await response.json(), {
    room: "Tea",
    members: [{ name: "Ann" }],
  });
});

Deno.test("/rooms/:name is empty for a room that does not exist", async () => {
  assertEquals(await (await served().ask("None")).json(), {
    room: "None",
    members: [],
  });
});

Deno.test("/rooms/:name asks by the key of the name and refuses an invalid one", async () => {
  const { ask, asked } = served();
  assertEquals((await ask("가")).status, 200);
  assertEquals((await ask("TEA")).status, 200);
  assertEquals((await ask("not a name")).status, 404);
  assertEquals(asked, ["가", "tea"]);
});

Deno.test.each(
  [
    [{ "sec-fetch-site": "same-origin" }, 200],
    [{ "sec-fetch-site": "none" }, 200],
    [{ origin: "https://maru.example:8443" }, 200],
    [{ "sec-fetch-site": "same-site" }, 403],
    [{ "sec-fetch-site": "cross-site" }, 403],
    [{ origin: "https://elsewhere.example" }, 403],
    [{ origin: "null" }, 403],
  ] as const,
)("/rooms/:name asked with %o is answered %i", async (headers, status) => {
  const response = await served().ask("tea", { ...headers });
  assertEquals(response.status, status);
  assertEquals(response.headers.get("access-control-allow-origin"), null);
});

Deno.test("/rooms/:name is limited per address and recovers", async () => {
  const { ask, at } = served();
  const statuses = [];
  for (const ms of [0, 0, 0, 999, 1000]) {
    at(ms);
    statuses.push((await ask("tea")).status);
  }
  assertEquals(statuses, [200, 200, 429, 429, 200]);
});

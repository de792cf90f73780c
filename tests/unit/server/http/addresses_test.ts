import { assertEquals } from "@std/assert";
import { createAddressesHandler } from "../../../../server/http/addresses.ts";

const URLS = ["https://maru.example:8443", "https://192.168.0.7:8443"];

/** Answer to a browser that has the page at `host`. */
async function ask(
  host: string,
  address: string,
  headers: Readonly<Record<string, string>> = {},
) {
  const handler = createAddressesHandler({ invitationUrls: () => URLS });
  const url = new URL(`https://${host}/addresses`);
  const client = {
    address,
    host,
    scheme: "https",
    isForwarded: false,
  } as const;
  const response = await handler(new Request(url, { headers }), {
    client,
    url,
    param: "",
  });
  return response;
}

Deno.test.each([
  ["localhost:8443", "127.0.0.1"],
  ["127.0.0.1:8443", "127.0.0.1"],
  ["[::1]:8443", "::1"],
  ["localhost", "127.0.0.1"],
])(
  "/addresses names other addresses to a browser at %s",
  async (host, from) => {
    const response = await ask(host, from);
    assertEquals(response.headers.get("cache-control"), "no-store");
    assertEquals(await response.json(), { urls: URLS });
  },
);

Deno.test("/addresses names none to another device, and none through a proxy", async () => {
  for (
    const [host, from, headers] of [
      ["192.168.0.7:8443", "192.168.0.9", {}],
      ["localhost:8443", "192.168.0.9", {}],
      ["maru.example", "127.0.0.1", {}],
      ["localhost:8443", "127.0.0.1", { "x-forwarded-for": "192.0.2.7" }],
      ["localhost:8443", "127.0.0.1", { forwarded: "for=192.0.2.7" }],
    ] as const
  ) {
    const response = await ask(host, from, { ...headers });
    assertEquals(await response.json(), { urls: [] }, host);
  }
});

Deno.test("/addresses refuses the page of another origin", async () => {
  const origin = "https://other.example";
  const response = await ask("localhost:8443", "127.0.0.1", { origin });
  assertEquals(response.status, 403);
});

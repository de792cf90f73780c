import { assertEquals } from "@std/assert";
import { isLocalRequest } from "../../../../server/http/local_request.ts";

function isLocal(
  address: string,
  host: string,
  headers: Record<string, string> = {},
): boolean {
  return isLocalRequest(
    new Request("https://localhost/metrics", { headers }),
    { address, host, scheme: "https", isForwarded: false },
  );
}

Deno.test("isLocalRequest() is true for loopback addresses and names", () => {
  assertEquals(isLocal("127.0.0.1", "127.0.0.1:8443"), true);
  assertEquals(isLocal("::1", "[::1]:8443"), true);
  assertEquals(isLocal("127.0.0.1", "localhost"), true);
});

Deno.test("isLocalRequest() is false for another address or a name that points to loopback", () => {
  assertEquals(isLocal("192.168.0.7", "127.0.0.1:8443"), false);
  assertEquals(isLocal("127.0.0.1", "evil.example:8443"), false);
  assertEquals(isLocal("127.0.0.1", ""), false);
});

for (
  const [name, value] of [
    ["X-Forwarded-For", "127.0.0.1"],
    ["Forwarded", "for=127.0.0.1"],
    ["X-Real-IP", "127.0.0.1"],
    ["X-Forwarded-Proto", "https"],
    ["X-Forwarded-Host", "localhost"],
    ["Via", "1.1 proxy"],
  ] as const
) {
  Deno.test(`isLocalRequest() is false through a proxy that sends ${name}`, () => {
    assertEquals(isLocal("127.0.0.1", "localhost", { [name]: value }), false);
  });
}

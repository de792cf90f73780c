import { Buffer } from "node:buffer";
import { assertEquals } from "@std/assert";
import { parseRequestHead } from "../../../../server/front/request_head.ts";
import { RequestRate } from "../../../../server/front/request_rate.ts";
import { parseCidr } from "../../../../server/net/cidr.ts";

const PROXY = "192.0.2.7";

function createRate() {
  const proxies = parseCidr(PROXY);
  const rate = new RequestRate({
    requestsPerSecond: 2,
    trustedProxies: proxies === null ? [] : [proxies],
  });
  let nowMs = 0;
  return {
    wait: (ms: number) => nowMs += ms,
    take: (address: string, forwardedFor = "") => {
      const head = parseRequestHead(Buffer.from(
        `GET / HTTP/1.1\r\nHost: maru.test\r\n${
          forwardedFor === "" ? "" : `X-Forwarded-For: ${forwardedFor}\r\n`
        }\r\n`,
      ));
      if (head === null) throw new TypeError("The request is malformed");
      return rate.take(head, { address, port: 1, isTls: true }, nowMs);
    },
  };
}

Deno.test("RequestRate lets a burst of four seconds pass, then makes the client wait", () => {
  const { take, wait } = createRate();
  for (let i = 0; i < 8; i++) assertEquals(take("198.51.100.1"), 0);
  assertEquals(take("198.51.100.1"), 500);
  wait(499);
  assertEquals(take("198.51.100.1"), 1);
  wait(1);
  assertEquals(take("198.51.100.1"), 0);
});

Deno.test("RequestRate counts one /64 of IPv6 together, and each IPv4 address alone", () => {
  const { take } = createRate();
  for (let i = 0; i < 8; i++) take(`2001:db8::${i + 1}`);
  assertEquals(take("2001:db8::99") > 0, true);
  assertEquals(take("2001:db8:0:1::1"), 0);
  assertEquals(take("198.51.100.1"), 0);
});

Deno.test("RequestRate counts the visitors behind a trusted proxy, and no claim of another peer", () => {
  const { take } = createRate();
  for (let i = 0; i < 8; i++) take(PROXY, "198.51.100.1");
  assertEquals(take(PROXY, "198.51.100.1") > 0, true);
  assertEquals(take(PROXY, "198.51.100.2"), 0);
  for (let i = 0; i < 8; i++) take("203.0.113.5", `198.51.100.${i}`);
  assertEquals(take("203.0.113.5", "198.51.100.77") > 0, true);
});

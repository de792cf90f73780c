import { assertEquals } from "@std/assert";
import { isOriginAllowed } from "../../../../server/http/origin_policy.ts";
import type { OriginPolicy } from "../../../../server/config/setting_kinds.ts";

const REACHED = { scheme: "https", host: "maru.example:8443" } as const;
const SAME: OriginPolicy = { kind: "same" };
const LIST: OriginPolicy = { kind: "list", origins: ["https://a.example"] };
const ANY: OriginPolicy = { kind: "any" };

Deno.test.each([
  { policy: SAME, origin: null, want: true },
  { policy: SAME, origin: "https://maru.example:8443", want: true },
  { policy: SAME, origin: "https://MARU.example:8443", want: true },
  { policy: SAME, origin: "https://maru.example", want: false },
  { policy: SAME, origin: "http://maru.example:8443", want: false },
  { policy: SAME, origin: "https://maru.example.evil:8443", want: false },
  { policy: SAME, origin: "null", want: false },
  { policy: SAME, origin: "nonsense", want: false },
  { policy: SAME, origin: "", want: false },
  { policy: LIST, origin: "https://a.example", want: true },
  { policy: LIST, origin: "https://maru.example:8443", want: true },
  { policy: LIST, origin: "https://sub.a.example", want: false },
  { policy: LIST, origin: "null", want: false },
  { policy: LIST, origin: null, want: true },
  { policy: ANY, origin: "https://b.example", want: true },
  { policy: ANY, origin: "null", want: true },
])("isOriginAllowed() judges $origin under $policy as $want", (c) => {
  assertEquals(isOriginAllowed(c.origin, c.policy, REACHED), c.want);
});

Deno.test("isOriginAllowed() refuses every origin when the host is not known", () => {
  const reached = { scheme: "https", host: "" } as const;
  assertEquals(isOriginAllowed("https://a.example", SAME, reached), false);
});

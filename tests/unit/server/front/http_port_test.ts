import { assertEquals } from "@std/assert";
import { httpsPortFor } from "../../../../server/front/http_port.ts";

Deno.test.each([
  { host: "call.example.com", http: 80, page: 443, port: 443 },
  { host: "call.example.com", http: 80, page: 8443, port: 8443 },
  // Published by a container as 80 and 443.
  { host: "call.example.com", http: 8080, page: 8443, port: 443 },
  { host: "call.example.com:8080", http: 8080, page: 8443, port: 8443 },
  { host: "[2001:db8::1]", http: 8080, page: 8443, port: 443 },
  { host: "[2001:db8::1]:8080", http: 8080, page: 8443, port: 8443 },
])(
  "httpsPortFor() of $host at $http leads to $port",
  ({ host, http, page, port }) => {
    assertEquals(httpsPortFor(host, { http, page }), port);
  },
);

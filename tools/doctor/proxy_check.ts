/**
 * The headers of a reverse proxy: a request as it would send it, compared with
 * the settings. The codes are those of the server's error responses.
 *
 * @module
 */
import { isAddressInCidrs } from "../../server/net/cidr.ts";
import { HTTP_ERRORS } from "../../server/http/error_response.ts";
import { error, type Finding, ok, warning } from "./finding.ts";
import type { CheckContext } from "./machine.ts";

const REMEDIES: Readonly<Record<string, string>> = {
  "proxy-untrusted": "TRUSTED_PROXIES=127.0.0.1,::1",
  "host-not-allowed": "ALLOWED_HOSTS=NAME, or PUBLIC_HOST=NAME",
  "origin-not-allowed": "ALLOWED_ORIGINS=https://NAME",
};

/** Checks what the server does with the headers of a proxy on this machine. */
export async function checkProxy(context: CheckContext): Promise<Finding[]> {
  const { machine, config, isRunning } = context;
  const { tls, trustedProxies, publicHost, port } = config;
  if (tls.kind !== "off" && trustedProxies.length === 0) {
    return [ok("proxy-none", "No reverse proxy is expected")];
  }
  if (trustedProxies.length === 0) {
    return [warning(
      "proxy-untrusted",
      "TLS=off expects a reverse proxy, but none is trusted: visitors have its address, and pages over https are refused",
      "TRUSTED_PROXIES=127.0.0.1,::1 when the proxy runs on this machine, otherwise its address",
    )];
  }
  if (trustedProxies.some(({ prefixLength }) => prefixLength === 0)) {
    return [warning(
      "proxy-everyone",
      "TRUSTED_PROXIES contains every address: anyone can claim any address",
      "Set TRUSTED_PROXIES to the address of the proxy alone",
    )];
  }
  if (!isRunning || !isAddressInCidrs(trustedProxies, "127.0.0.1")) {
    return [ok(
      "proxy-trusted",
      "A reverse proxy is trusted; the log names what it leaves out",
    )];
  }
  const name = publicHost ?? `localhost:${port}`;
  const attempt = `doctor-${machine.nowMs}`;
  await machine.ask(`/socket?room=doctor&join=later&attempt=${attempt}`, {
    "Host": name,
    "Origin": `https://${name}`,
    "X-Forwarded-For": "192.0.2.1",
    "X-Forwarded-Proto": "https",
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAECAwQFBgcICQoLDA0ODw==",
  });
  const answer = await machine.ask(`/socket?attempt=${attempt}`);
  const code = /"code":\s*"([a-z-]+)"/.exec(answer?.body ?? "")?.[1] ?? "";
  if (code === "answer-lost") {
    return [ok("proxy-headers", "Forwarded headers of this machine are used")];
  }
  const sentence = Object.entries(HTTP_ERRORS).find(([key]) => key === code);
  return [error(
    code || "proxy-untested",
    sentence?.[1].en ??
      "The server did not answer a request with forwarded headers",
    REMEDIES[code]?.replaceAll("NAME", name) ??
      "See the log of the server: it names the line of the proxy",
  )];
}

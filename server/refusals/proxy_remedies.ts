/**
 * Lines that a reverse proxy needs, for the log. Those of nginx and HAProxy are
 * in `deploy/` too.
 *
 * @module
 */

/** What to write into the configuration of each proxy. */
export interface ProxyRemedy {
  /** Lines of an nginx `server` or `location`. */
  readonly nginx: string;
  /** Hint for a Caddyfile: `reverse_proxy` is right by itself. */
  readonly caddy?: string;
  /** Lines of a HAProxy `frontend`. */
  readonly haproxy?: string;
}

/** Remedy of each fault of a proxy, by its cause. */
export const PROXY_REMEDIES = {
  "proxy-host": {
    nginx: "proxy_set_header Host $host:$server_port;",
    caddy: "remove header_up Host",
    haproxy: "remove http-request set-header Host",
  },
  "proxy-port": {
    nginx: "proxy_set_header Host $host:$server_port;",
    caddy: "remove header_up Host",
    haproxy: "remove http-request set-header Host",
  },
  "proxy-scheme": {
    nginx: "proxy_set_header X-Forwarded-Proto $scheme;",
    caddy: "remove header_up X-Forwarded-Proto",
    haproxy: "http-request set-header X-Forwarded-Proto https if { ssl_fc }",
  },
  "proxy-address": {
    nginx: "proxy_set_header X-Forwarded-For $remote_addr;",
    caddy: "remove header_up X-Forwarded-For",
    haproxy: "http-request set-header X-Forwarded-For %[src]",
  },
  "proxy-upgrade": {
    nginx:
      "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $http_connection;",
    caddy: "remove header_up Upgrade and header_up Connection",
    haproxy: "remove http-request del-header Upgrade",
  },
  "proxy-http-version": {
    nginx: "proxy_http_version 1.1;",
  },
} as const satisfies Record<string, ProxyRemedy>;

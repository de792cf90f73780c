/**
 * Findings of the doctor. Codes are stable; those that the connection check of
 * the page (`/check`) also has mean the same there.
 *
 * @module
 */
import { checkEn } from "../../client/strings/check_en.ts";

/** How much a finding matters. */
export type FindingLevel = "ok" | "warning" | "error";

/** What one check found. */
export interface Finding {
  readonly level: FindingLevel;
  /** Stable name. */
  readonly code: string;
  /** One sentence, without a final period. */
  readonly text: string;
  /** What to do, with the line to change; absent when nothing is wrong. */
  readonly fix?: string;
}

/** A finding of something that works. */
export function ok(code: string, text: string): Finding {
  return { level: "ok", code, text };
}

/** A finding that limits the service. */
export function warning(code: string, text: string, fix: string): Finding {
  return { level: "warning", code, text, fix };
}

/** A finding that prevents the service. */
export function error(code: string, text: string, fix: string): Finding {
  return { level: "error", code, text, fix };
}

/** Exit code of the process: 0 nothing found, 1 warnings, 2 errors. */
export function exitCodeOf(findings: readonly Finding[]): 0 | 1 | 2 {
  const has = (level: FindingLevel) =>
    findings.some((finding) => finding.level === level);
  return has("error") ? 2 : has("warning") ? 1 : 0;
}

/** Title of each cause that `/check` also reports, in its words. */
export const SHARED_TITLES = {
  "server-unreachable": checkEn.causeServerUnreachable,
  "no-relay": checkEn.causeNoRelay,
  "relay-unreachable": checkEn.causeRelayUnreachable,
  "relay-rejected": checkEn.causeRelayRejected,
  "relay-no-path": checkEn.causeRelayNoPath,
  "relay-udp-blocked": checkEn.causeRelayUdpBlocked,
  "relay-tcp-blocked": checkEn.causeRelayTcpBlocked,
  "relay-tls-blocked": checkEn.causeRelayTlsBlocked,
} as const;

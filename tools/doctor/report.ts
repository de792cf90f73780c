/**
 * The findings in words, and as JSON for programs.
 *
 * @module
 */
import { exitCodeOf } from "./finding.ts";
import type { ReportedFinding } from "./doctor.ts";

const MARKS = { ok: "ok     ", warning: "WARNING", error: "ERROR  " } as const;

/** Formats one line a finding, with what to do below it, and a summary. */
export function formatReport(findings: readonly ReportedFinding[]): string {
  const lines = findings.flatMap(({ level, check, code, text, fix }) => [
    `${MARKS[level]}  ${check.padEnd(11)}  ${text}${
      level === "ok" ? "" : ` [${code}]`
    }`,
    ...fix === undefined ? [] : [`${" ".repeat(22)}-> ${fix}`],
  ]);
  const count = (level: string) =>
    findings.filter((finding) => finding.level === level).length;
  return [
    ...lines,
    "",
    `${count("error")} errors, ${count("warning")} warnings`,
  ].join("\n");
}

/** Formats an object with the findings and the exit code. */
export function formatJsonReport(
  version: string,
  findings: readonly ReportedFinding[],
): string {
  const exitCode = exitCodeOf(findings);
  return JSON.stringify({ version, exitCode, findings }, null, 2);
}

/**
 * What the banner says about the embedded STUN and TURN server: what was
 * tested and works, and what could not be opened.
 *
 * @module
 */

/** How one transport did in the relay test. */
export interface RelayTestNote {
  readonly transport: "udp" | "tcp" | "tls";
  readonly server: { readonly hostname: string; readonly port: number };
  readonly isOk: boolean;
  readonly reason?: string;
}

/** A port that could not be opened. */
export interface PortProblem {
  readonly transport: "udp" | "tcp" | "tls";
  readonly hostname: string;
  readonly port: number;
  readonly reason: "in-use" | "failed";
}

/** One line on what works, and one for each thing that does not. */
export function formatIceNotes(
  tests: readonly RelayTestNote[],
  problems: readonly PortProblem[],
): string[] {
  const works = tests.filter(({ isOk }) => isOk).map(({ transport, server }) =>
    `${transport} ${server.port}`
  );
  const notes = works.length === 0
    ? ["No relay: calls connect only where a direct path is open"]
    : [`Relay tested and working: ${works.join(", ")}`];
  for (const { transport, server, isOk, reason } of tests) {
    if (isOk) continue;
    notes.push(
      `The relay does not work over ${transport} ${server.port}: ${reason}`,
    );
  }
  return [...notes, ...formatPortProblems(problems)];
}

/** The same port on many addresses is one sentence. */
function formatPortProblems(problems: readonly PortProblem[]): string[] {
  const sentences = problems.map(({ transport, port, reason }) =>
    reason === "in-use"
      ? `Port ${port} is in use for ${transport}: the relay goes on without it (ICE_PORT, ICE_TLS_PORT)`
      : `Port ${port} cannot be opened for ${transport}: the relay goes on without it`
  );
  return [...new Set(sentences)];
}

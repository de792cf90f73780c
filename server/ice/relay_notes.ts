/**
 * Lines of the banner about the embedded STUN and TURN server: transports that
 * work, and ports that could not be opened.
 *
 * @module
 */

/** Result of the relay test of one transport. */
export interface RelayTestNote {
  /** Transport between client and relay. */
  readonly transport: "udp" | "tcp" | "tls";
  /** Address that was tested. */
  readonly server: { readonly hostname: string; readonly port: number };
  /** Whether a packet was relayed. */
  readonly isOk: boolean;
  /** Reason of a failure. */
  readonly reason?: string;
}

/** A port that could not be opened. */
export interface PortProblem {
  /** Transport between client and relay. */
  readonly transport: "udp" | "tcp" | "tls";
  /** Local address. */
  readonly hostname: string;
  /** Port of the listener. */
  readonly port: number;
  /** Reason of the failure. */
  readonly reason: "in-use" | "no-descriptors" | "failed";
}

/** Formats one line for the working transports, and one for each failure. */
export function formatIceNotes(
  tests: readonly RelayTestNote[],
  problems: readonly PortProblem[],
): string[] {
  const works = tests.filter(({ isOk }) => isOk).map(({ transport, server }) =>
    `${transport} ${server.port}`
  );
  const notes = works.length === 0
    ? ["No relay: calls connect only where a direct path exists"]
    : [`Relay tested and working: ${works.join(", ")}`];
  for (const { transport, server, isOk, reason } of tests) {
    if (isOk) continue;
    notes.push(
      `The relay does not work over ${transport} ${server.port}: ${reason}`,
    );
  }
  return [...notes, ...formatPortProblems(problems)];
}

/** Formats one sentence per port, however many addresses it has. */
function formatPortProblems(problems: readonly PortProblem[]): string[] {
  return [...new Set(problems.map(formatPortProblem))];
}

function formatPortProblem({ transport, port, reason }: PortProblem): string {
  switch (reason) {
    case "in-use": {
      const setting = transport === "tls" ? "ICE_TLS_PORT" : "ICE_PORT";
      return `Port ${port} is in use for ${transport}, so the relay runs without it: set ${setting} to another port`;
    }
    case "no-descriptors":
      return `Port ${port} cannot be opened for ${transport}, since the process has too many open files: raise the limit (ulimit -n)`;
    case "failed":
      return `Port ${port} cannot be opened for ${transport}: the relay runs without it`;
  }
}

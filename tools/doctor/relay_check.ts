/**
 * The relay: a packet over each transport, through the running server between
 * two members of a room, or through one that the doctor starts.
 *
 * @module
 */
import { error, type Finding, ok, SHARED_TITLES, warning } from "./finding.ts";
import type { CheckContext, RelayOutcome } from "./machine.ts";

/** Relays a packet over each transport. */
export async function checkRelay(context: CheckContext): Promise<Finding[]> {
  const { machine, config: { ice }, isRunning } = context;
  if (ice.turnUrls !== undefined && ice.turnUrls.length > 0) {
    return [ok(
      "relay-elsewhere",
      "TURN_URLS names another relay: open /check to test it",
    )];
  }
  if (!ice.isServerEnabled || ice.turnUrls?.length === 0) {
    return [warning(
      "no-relay",
      `${
        SHARED_TITLES["no-relay"]
      }: calls between networks work only if both allow direct connections`,
      "Set ICE=on, or TURN_URLS and TURN_SECRET of another relay",
    )];
  }
  const outcomes = await machine.testRelays(isRunning);
  if (outcomes === null) {
    return [warning(
      "relay-untested",
      "The relay could not be tested: the server gave no seat for it",
      "See the log of the server; raise MAX_CONNECTIONS_PER_IP or MAX_ROOMS if they are used up",
    )];
  }
  const failed = outcomes.filter(isFailure);
  return [
    ...outcomes.filter(({ step }) => step === "works").map(({ transport }) =>
      ok("relay-works", `A packet was relayed over ${transport}`)
    ),
    ...failed.map((outcome) =>
      describe(outcome, failed.length === outcomes.length)
    ),
  ];
}

type RelayFailure = Exclude<RelayOutcome, { readonly step: "works" }>;

function isFailure(outcome: RelayOutcome): outcome is RelayFailure {
  return outcome.step !== "works";
}

function describe(
  outcome: RelayFailure,
  isAll: boolean,
): Finding {
  const { transport, step, reason } = outcome;
  const setting = transport === "tls" ? "ICE_TLS_PORT" : "ICE_PORT";
  if (step === "allocate") {
    return error(
      "relay-rejected",
      `${SHARED_TITLES["relay-rejected"]} over ${transport}: ${reason}`,
      "See the log of the server for the limit; MAX_ALLOCATIONS, MAX_ALLOCATIONS_PER_IP and the clock are the usual causes",
    );
  }
  if (step === "relay") {
    return error(
      "relay-no-path",
      `${SHARED_TITLES["relay-no-path"]} over ${transport}: ${reason}`,
      "Check EXTERNAL_IP, RELAY_PORTS and TURN_DENY_PEERS",
    );
  }
  const code = isAll
    ? "relay-unreachable"
    : `relay-${transport}-blocked` as const;
  const fix = `Open the port in the firewall, or set ${setting} to a free one`;
  const text = `${SHARED_TITLES[code]}, ${transport} (${setting}): ${reason}`;
  return isAll ? error(code, text, fix) : warning(code, text, fix);
}

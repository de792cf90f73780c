/**
 * Log lines of refusals by the relay.
 *
 * @module
 */
import type { RelayRefusal } from "../../ice/turn/allocation/relay_refusal.ts";
import type { RefusalLine } from "./refusal_line.ts";

/** Lines of the causes of the relay. */
export const RELAY_REFUSAL_LINES: Readonly<Record<RelayRefusal, RefusalLine>> =
  {
    "relay-user-full": {
      level: "warn",
      message:
        "A relay allocation was refused: its user has too many; raise MAX_ALLOCATIONS_PER_USER if your calls need more",
    },
    "relay-address-full": {
      level: "warn",
      message:
        "A relay allocation was refused: its address has too many; raise MAX_ALLOCATIONS_PER_IP or MAX_ALLOCATIONS if many members share an address",
    },
    "relay-anonymous-full": {
      level: "warn",
      message:
        "A relay allocation with a credential from /ice was refused: all of their share is in use; raise MAX_ALLOCATIONS, or set TURN_ANONYMOUS=off if members alone should use the relay",
    },
    "relay-full": {
      level: "warn",
      message:
        "A relay allocation was refused: all are in use; raise MAX_ALLOCATIONS",
    },
    "relay-ports-full": {
      level: "warn",
      message:
        "A relay allocation was refused: no port is free; widen RELAY_PORTS",
    },
    "relay-descriptors": {
      level: "warn",
      message:
        "The relay cannot open a socket, since the process has too many open files: raise the limit (ulimit -n)",
    },
    "relay-bind-failed": {
      level: "warn",
      message:
        "A relay allocation was refused: the system denied the socket; check RELAY_PORTS and the addresses of this machine",
    },
    "relay-permissions-full": {
      level: "warn",
      message:
        "A relay permission was refused: too many are in use, in all or by one address",
    },
    "relay-foreign-credential": {
      level: "info",
      message:
        "A credential from /ice was refused: it belongs to another network, or TURN_ANONYMOUS is off",
    },
    "relay-credential-expired": {
      level: "info",
      message:
        "An expired TURN credential was refused: check the clock of the program that made it, or raise TURN_TTL",
    },
    "relay-credential-wrong": {
      level: "info",
      message:
        "A wrong TURN credential was refused: programs that make credentials need the same TURN_SECRET",
    },
    "relay-seat-ended": {
      level: "debug",
      message: "A TURN credential was refused: its member has left",
    },
    "relay-draining": {
      level: "info",
      message:
        "A relay allocation was refused: this server is about to stop; the client gets one when it has joined again",
    },
    "relay-streams-full": {
      level: "warn",
      message:
        "A TCP or TLS connection to the relay was closed: too many are open, in all or from its address",
    },
  };

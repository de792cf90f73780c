/**
 * Verifies the JWT (RFC 7519) of an application that has accounts: HS256 with a
 * shared secret, or ES256 with a key set. Each kind of key has one algorithm
 * (RFC 8725 section 3.1). Loaded only when it is configured.
 *
 * @module
 */
import { errors, jwtVerify } from "jose";
import type { TokenRefusal } from "../../signaling/room/invitation.ts";
import type { JwtConfig } from "../config/config.ts";
import { readClaims } from "../invitations/invitation_claims.ts";
import type { VerifyJwt } from "../invitations/invitation_verifier.ts";
import type { Log } from "../log.ts";
import { StartupError } from "../startup_error.ts";
import { fetchKeySet } from "./fetch_key_set.ts";
import {
  type KeySet,
  parseKeySet,
  RemoteKeySet,
  type TokenChecks,
} from "./key_set.ts";

/** By how much the clocks of application and server may differ. */
export const CLOCK_TOLERANCE_MS = 30_000;

/** Finds keys; asked again with true when the first answer lacks one. */
export type FindKeys = (isKeyMissing: boolean) => Promise<KeySet | null>;

/** Keys of one kind. */
export type JwtKeys =
  | { readonly algorithm: "HS256"; readonly secret: Uint8Array }
  | { readonly algorithm: "ES256"; readonly findKeys: FindKeys };

/** Creates a verifier; absent issuer or audience is not checked. */
export function createJwtVerifier(
  keys: JwtKeys,
  { issuer, audience }: Pick<JwtConfig, "issuer" | "audience">,
): VerifyJwt {
  const check = async (
    token: string,
    nowMs: number,
    isKeyMissing: boolean,
  ): Promise<unknown> => {
    const checks: TokenChecks = {
      algorithms: [keys.algorithm],
      clockTolerance: CLOCK_TOLERANCE_MS / 1000,
      currentDate: new Date(nowMs),
      ...issuer !== undefined && { issuer },
      ...audience !== undefined && { audience },
    };
    if (keys.algorithm === "HS256") {
      return (await jwtVerify(token, keys.secret, { ...checks })).payload;
    }
    const found = await keys.findKeys(isKeyMissing);
    if (found === null) throw new errors.JWKSNoMatchingKey();
    return await found.verify(token, checks);
  };
  return async (token, client, nowMs) => {
    const read = (claims: unknown) =>
      readClaims(claims, client, nowMs, CLOCK_TOLERANCE_MS);
    try {
      return read(await check(token, nowMs, false));
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) {
        return refusalOf(error);
      }
    }
    // The application may have other keys now.
    return await check(token, nowMs, true).then(read, refusalOf);
  };
}

function refusalOf(error: unknown): TokenRefusal {
  if (error instanceof errors.JWTExpired) return "invitation-expired";
  return error instanceof errors.JWTClaimValidationFailed &&
      error.claim === "nbf" && error.reason === "check_failed"
    ? "invitation-early"
    : "bad-invitation";
}

/**
 * Opens the keys of the settings.
 *
 * @throws {StartupError} With reason `jwt`.
 */
export async function openJwtVerifier(
  config: JwtConfig,
  log: Log,
  nowMs: () => number,
): Promise<VerifyJwt> {
  return createJwtVerifier(await openKeys(config, log, nowMs), config);
}

async function openKeys(
  { keys }: JwtConfig,
  log: Log,
  nowMs: () => number,
): Promise<JwtKeys> {
  switch (keys.kind) {
    case "secret":
      return {
        algorithm: "HS256",
        secret: new TextEncoder().encode(keys.secret.reveal()),
      };
    case "file": {
      const found = await readKeyFile(keys.path);
      return { algorithm: "ES256", findKeys: () => Promise.resolve(found) };
    }
    case "url": {
      const remote = new RemoteKeySet({
        fetchText: () => fetchKeySet(keys.url),
        nowMs,
        onFailure: (error) =>
          log.warn(
            "The key set of JWT_JWKS cannot be read: the last one stays in use; check its server",
            { error },
          ),
      });
      return {
        algorithm: "ES256",
        findKeys: (isKeyMissing) => remote.get(isKeyMissing),
      };
    }
  }
}

async function readKeyFile(path: string): Promise<KeySet> {
  try {
    return parseKeySet(await Deno.readTextFile(path));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartupError(
      "jwt",
      `JWT_JWKS is "${path}", which cannot be used: ${reason}. It must be a JSON Web Key Set with keys of P-256`,
      { cause: error },
    );
  }
}

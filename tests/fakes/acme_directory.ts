/**
 * An ACME server inside of the process, for tests without a permission: takes
 * the requests of a client as its `fetch`, believes every signature, and signs
 * a certificate when the answer to each challenge is there.
 *
 * @module
 */
import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import type { HttpChallenges } from "../../server/acme/http_challenges.ts";

const ROOT = "https://acme.test";
const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** A server that a test can let fail. */
export class AcmeDirectoryFake {
  /** Paths of the requests, in order. */
  readonly requests: string[] = [];
  /** Answer to the next orders instead of an order; null for none. */
  refusal: (() => Response) | null = null;
  /** Held requests for the directory; null answers at once. */
  gate: Promise<void> | null = null;
  /** Time in which certificates are to be renewed; null when it does not say. */
  renewalWindow: { readonly start: string; readonly end: string } | null = null;
  /** Validity of the certificates. */
  validity: { readonly fromMs: number; readonly toMs: number };
  readonly #challenges: HttpChallenges;
  #domains: readonly string[] = [];
  #validated = new Set<string>();
  #certificate = "";

  /** @param challenges Where the answers are looked up. */
  constructor(challenges: HttpChallenges, nowMs: number) {
    this.#challenges = challenges;
    this.validity = { fromMs: nowMs, toMs: nowMs + 90 * 86_400_000 };
  }

  /** URL of the directory. */
  readonly directory = `${ROOT}/dir`;

  /** The `fetch` of a client. */
  readonly fetch: typeof fetch = async (input, init) => {
    const path = String(input).slice(ROOT.length);
    this.requests.push(path);
    if (path === "/dir" && this.gate !== null) {
      await Promise.race([this.gate, aborted(init?.signal)]);
    }
    const payload = init?.method === "POST"
      ? JSON.parse(String(init.body)).payload
      : "";
    const response = await this.#answer(
      path,
      payload === "" ? {} : JSON.parse(
        new TextDecoder().decode(
          Uint8Array.fromBase64(payload, { alphabet: "base64url" }),
        ),
      ),
    );
    response.headers.set("replay-nonce", String(this.requests.length));
    return response;
  };

  async #answer(
    path: string,
    payload: { identifiers?: { value: string }[]; csr?: string },
  ): Promise<Response> {
    const [, resource = "", name = ""] = path.split("/");
    switch (resource) {
      case "dir":
        return Response.json({
          newNonce: `${ROOT}/nonce`,
          newAccount: `${ROOT}/account`,
          newOrder: `${ROOT}/new-order`,
          ...(this.renewalWindow === null
            ? {}
            : { renewalInfo: `${ROOT}/renewal-info/` }),
        });
      case "renewal-info":
        return Response.json({ suggestedWindow: this.renewalWindow });
      case "nonce":
        return new Response(null);
      case "account":
        return Response.json({}, {
          headers: { location: `${ROOT}/account/1` },
        });
      case "new-order":
        if (this.refusal !== null) return this.refusal();
        this.#domains = payload.identifiers?.map(({ value }) => value) ?? [];
        this.#validated = new Set();
        this.#certificate = "";
        return this.#order();
      case "order":
        return this.#order();
      case "authorization":
        return this.#authorization(name);
      case "challenge": {
        const target = `/.well-known/acme-challenge/${tokenOf(name)}`;
        const answer = this.#challenges.answerOf(target) ?? "";
        if (answer.startsWith(`${tokenOf(name)}.`)) this.#validated.add(name);
        return Response.json({});
      }
      case "finalize":
        this.#certificate = await this.#sign(payload.csr ?? "");
        return this.#order();
      case "certificate":
        return new Response(this.#certificate);
      default:
        return new Response("", { status: 404 });
    }
  }

  #order(): Response {
    const isReady = this.#domains.every((name) => this.#validated.has(name));
    const isIssued = this.#certificate !== "";
    return Response.json({
      status: isIssued ? "valid" : isReady ? "ready" : "pending",
      authorizations: this.#domains.map((name) =>
        `${ROOT}/authorization/${name}`
      ),
      finalize: `${ROOT}/finalize`,
      ...(isIssued ? { certificate: `${ROOT}/certificate` } : {}),
    }, { headers: { location: `${ROOT}/order` } });
  }

  #authorization(name: string): Response {
    return Response.json({
      status: this.#validated.has(name) ? "valid" : "pending",
      identifier: { type: "dns", value: name },
      challenges: [{
        type: "http-01",
        url: `${ROOT}/challenge/${name}`,
        token: tokenOf(name),
      }],
    });
  }

  async #sign(csr: string): Promise<string> {
    const request = new x509.Pkcs10CertificateRequest(
      Uint8Array.fromBase64(csr, { alphabet: "base64url" }),
    );
    const keys = await crypto.subtle.generateKey(ALGORITHM, false, [
      "sign",
      "verify",
    ]);
    const cert = await x509.X509CertificateGenerator.create({
      subject: "CN=ACME fake",
      issuer: "CN=ACME fake authority",
      notBefore: new Date(this.validity.fromMs),
      notAfter: new Date(this.validity.toMs),
      publicKey: request.publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: ALGORITHM,
      extensions: [
        new x509.SubjectAlternativeNameExtension(
          this.#domains.map((value) => ({ type: "dns" as const, value })),
        ),
        await x509.AuthorityKeyIdentifierExtension.create(keys.publicKey),
      ],
    });
    return cert.toString("pem");
  }
}

function tokenOf(name: string): string {
  return `token-of-${name.replaceAll(".", "-")}`;
}

function aborted(signal: AbortSignal | null | undefined): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal?.addEventListener("abort", () => reject(signal.reason));
  return promise;
}

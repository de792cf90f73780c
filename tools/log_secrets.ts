/**
 * Finds secrets in printed lines: those of the settings and of the data
 * directory, and whatever has the form of one. Every server that a test or a
 * benchmark starts is checked.
 *
 * @module
 */

/** Settings whose value is a secret. */
const SECRET_SETTINGS = [
  "TURN_SECRET",
  "TURN_CREDENTIAL",
  "METRICS_TOKEN",
  "ADMIN_TOKEN",
  "API_TOKEN",
  "JWT_SECRET",
  "WEBHOOK_SECRET",
];

/** Files of the data directory with a secret on their only line. */
const SECRET_FILES = [
  "turn.secret",
  "resume.key",
  "room-names.key",
  "invitations.key",
];

/** Forms of secrets, by what they are. */
const FORMS: Readonly<Record<string, RegExp>> = {
  "a private key": /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  // 20 bytes of an HMAC-SHA1 in base64.
  "a TURN credential": /(?<![\w+/=])[A-Za-z0-9+/]{27}=(?![\w+/=])/,
  // A payload and an HMAC-SHA256 in base64url.
  "a resume token": /(?<![\w-])[\w-]{16,}\.[\w-]{43}(?![\w-])/,
  "a password in a URL": /[a-z]:\/\/[^\s/@:]*:[^\s/@]+@/i,
  "a bearer token": /\bBearer +\S/i,
};

/** Secrets that a server of this environment and data directory has, by name. */
export async function readSecrets(
  env: Readonly<Record<string, string | undefined>>,
): Promise<ReadonlyMap<string, string>> {
  const secrets = new Map<string, string>();
  for (const name of SECRET_SETTINGS) {
    const value = env[name];
    if (value) secrets.set(name, value);
  }
  for (const file of env.DATA_DIR ? SECRET_FILES : []) {
    const text = await Deno.readTextFile(`${env.DATA_DIR}/${file}`)
      .catch(() => "");
    if (text.trim() !== "") secrets.set(file, text.trim());
  }
  return secrets;
}

/** What a line gives away, or null. */
export function findSecret(
  line: string,
  secrets: ReadonlyMap<string, string>,
): string | null {
  for (const [name, value] of secrets) {
    // A shorter one of a test may be a word of the log.
    if (value.length >= 8 && line.includes(value)) return name;
  }
  for (const [name, form] of Object.entries(FORMS)) {
    if (form.test(line)) return name;
  }
  return null;
}

/**
 * Checks what a server has printed.
 *
 * @throws {Error} When a line gives a secret away.
 */
export async function assertNoSecret(
  lines: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const secrets = await readSecrets(env);
  for (const line of lines) {
    const found = findSecret(line, secrets);
    if (found !== null) throw new Error(`The log shows ${found}: ${line}`);
  }
}

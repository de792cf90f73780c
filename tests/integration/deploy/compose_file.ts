/** Compose files of `deploy/`, with the variables filled in. @module */
import { parse } from "@std/yaml";
import * as v from "valibot";

/** What an operator passes in the environment of `docker compose`. */
export const COMPOSE_VARIABLES: Readonly<Record<string, string>> = {
  ACME_DOMAIN: "call.example.com",
  EXTERNAL_IP: "203.0.113.7",
  PUBLIC_HOST: "maru.example",
  TURN_SECRET: "0123456789abcdef0123456789abcdef",
};

const VARIABLE = /\$\{(\w+)(?::\?[^}]*|:-([^}]*))?\}/g;

/** A text with `${NAME}`, `${NAME:-default}` or `${NAME:?message}`. */
const TEXT = v.pipe(
  v.string(),
  v.transform((text) =>
    text.replaceAll(VARIABLE, (_, name, usual) => {
      const value = COMPOSE_VARIABLES[name] ?? usual;
      if (value === undefined) throw new TypeError(`${name} has no value`);
      return value;
    })
  ),
);

const SERVICE = v.object({
  environment: v.optional(v.record(v.string(), TEXT), {}),
  command: v.optional(v.array(TEXT), []),
  ports: v.optional(v.array(TEXT), []),
  stop_grace_period: v.optional(v.string(), ""),
  build: v.optional(v.object({ context: v.string(), dockerfile: v.string() })),
});

const COMPOSE_FILE = v.object({ services: v.record(v.string(), SERVICE) });

/** A service of a compose file. */
export type ComposeService = v.InferOutput<typeof SERVICE>;

/** Services by name. */
export async function readComposeFile(
  name: string,
): Promise<Readonly<Record<string, ComposeService>>> {
  const url = new URL(`../../../deploy/${name}`, import.meta.url);
  return v.parse(COMPOSE_FILE, parse(await Deno.readTextFile(url))).services;
}

/** Names of all compose files. */
export function listComposeFiles(): string[] {
  const folder = new URL("../../../deploy/", import.meta.url);
  return [...Deno.readDirSync(folder)].map(({ name }) => name)
    .filter((name) => /^compose.*\.yaml$/.test(name)).toSorted();
}

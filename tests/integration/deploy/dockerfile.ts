/**
 * Reads `deploy/Dockerfile` and carries out what needs no image: the copies of
 * each stage into folders, and the commands of Deno.
 *
 * @module
 */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** An instruction and its argument, with continued lines joined. */
export interface Instruction {
  readonly name: string;
  readonly text: string;
}

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** Instructions of a Dockerfile. */
export function parseDockerfile(text: string): Instruction[] {
  return text.replaceAll(/^#.*\n/gm, "").replaceAll(/\\\n/g, " ").split("\n")
    .filter((line) => line !== "").map((line) => {
      const [, name = "", rest = ""] = /^(\w+) +(.*)$/.exec(line) ?? [];
      return { name, text: rest.trim() };
    });
}

/** The array in which `CMD` and `HEALTHCHECK` name a program. */
export function parseExecForm(text: string): string[] {
  const words: unknown = JSON.parse(text.slice(text.indexOf("[")));
  if (!Array.isArray(words)) throw new TypeError(`No array: ${text}`);
  return words.map(String);
}

/** A folder in the place of the root of an image. */
export interface PlayedImage {
  readonly root: string;
  /** Where the program is started. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly healthCheck: readonly string[];
}

interface Stage {
  readonly root: string;
  folder: string;
  env: Record<string, string>;
}

/** Carries out all stages below `folder`; the last one is the image. */
export async function playDockerfile(folder: string): Promise<PlayedImage> {
  const stages = new Map<string, Stage>();
  let stage: Stage = { root: folder, folder: "/", env: {} };
  let command: string[] = [];
  let healthCheck: string[] = [];
  const text = await Deno.readTextFile(`${ROOT}deploy/Dockerfile`);
  for (const { name, text: argument } of parseDockerfile(text)) {
    const words = argument.split(/ +/);
    if (name === "FROM") {
      const alias = words[2] ?? "image";
      stage = { root: `${folder}/${alias}`, folder: "/", env: {} };
      stages.set(alias, stage);
      await Deno.mkdir(stage.root);
    } else if (name === "WORKDIR") {
      stage.folder = argument;
      await Deno.mkdir(stage.root + argument, { recursive: true });
    } else if (name === "ENV") {
      for (const word of words) {
        const [key = "", value = ""] = word.split("=");
        stage.env[key] = value;
      }
    } else if (name === "COPY") await copy(stages, stage, words);
    else if (name === "RUN" && words[0] === "deno") await runDeno(stage, words);
    else if (name === "CMD") command = parseExecForm(argument);
    else if (name === "HEALTHCHECK") healthCheck = parseExecForm(argument);
  }
  const { root, env } = stage;
  return { root, folder: root + stage.folder, env, command, healthCheck };
}

async function runDeno(stage: Stage, words: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: words.slice(1),
    cwd: stage.root + stage.folder,
    // The packages are those of this machine.
    env: { DENO_NO_UPDATE_CHECK: "1", NO_COLOR: "1" },
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

/** Sources of another stage are absolute, those of the context relative. */
async function copy(
  stages: ReadonlyMap<string, Stage>,
  stage: Stage,
  words: readonly string[],
): Promise<void> {
  const from = words[0]?.startsWith("--from=") ? words[0].slice(7) : null;
  const paths = words.slice(from === null ? 0 : 1);
  const target = paths.at(-1) ?? "";
  const folder = join(stage.root, stage.folder, target);
  for (const path of paths.slice(0, -1)) {
    if (from === null) await copyContext(folder);
    else if (path.startsWith("/maru/")) {
      await copyPath(join(stages.get(from)?.root ?? "", path), target, folder);
    }
  }
}

async function copyPath(
  source: string,
  target: string,
  folder: string,
): Promise<void> {
  const isFolder = (await Deno.stat(source)).isDirectory;
  const name = source.slice(dirname(source).length + 1);
  if (isFolder) await copyTree(source, folder);
  else {
    await Deno.mkdir(folder, { recursive: true });
    const file = target.endsWith("/") ? `${folder}/${name}` : folder;
    await Deno.copyFile(source, file);
  }
}

/** The files that `.dockerignore` excepts from its `*`. */
async function copyContext(folder: string): Promise<void> {
  const text = await Deno.readTextFile(`${ROOT}.dockerignore`);
  const lines = text.split("\n").filter((line) => line && line[0] !== "#");
  if (lines[0] !== "*") throw new Error(".dockerignore does not begin with *");
  for (const line of lines.slice(1)) {
    if (line[0] !== "!") throw new Error(`.dockerignore: not read: ${line}`);
    await copyTree(`${ROOT}${line.slice(1)}`, join(folder, line.slice(1)));
  }
}

async function copyTree(source: string, target: string): Promise<void> {
  if (!(await Deno.stat(source)).isDirectory) {
    await Deno.mkdir(dirname(target), { recursive: true });
    await Deno.copyFile(source, target);
    return;
  }
  await Deno.mkdir(target, { recursive: true });
  for await (const { name } of Deno.readDir(source)) {
    await copyTree(`${source}/${name}`, `${target}/${name}`);
  }
}

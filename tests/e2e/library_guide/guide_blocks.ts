/**
 * The code blocks of docs/library/, and the pages that a reader makes of them.
 *
 * @module
 */
import { readProjectFile } from "../../fakes/document.ts";

/** Documents of the library, without `.md`. */
export const GUIDES = [
  "README",
  "first_call",
  "data_channel_game",
  "own_tracks",
  "screen_share",
  "turn_only",
] as const;

/** One of {@linkcode GUIDES}. */
export type Guide = typeof GUIDES[number];

/** Code blocks of a document, by what is done with them. */
export interface GuideBlocks {
  /** The file of the page. */
  readonly html: string;
  /** Blocks that a reader adds at the end of its script. */
  readonly added: readonly string[];
  /** Modules that import the npm package. */
  readonly packaged: readonly string[];
  /** Commands. */
  readonly commands: readonly string[];
}

/** Reads the blocks of a document; each must be of a kind that a test runs. */
export async function readGuide(name: Guide): Promise<GuideBlocks> {
  const text = await readProjectFile(`docs/library/${name}.md`);
  const blocks = [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)]
    .map(([, language = "", code = ""]) => ({ language, code }));
  const of = (wanted: string) =>
    blocks.filter(({ language }) => language === wanted)
      .map(({ code }) => code);
  const [html, ...others] = of("html");
  if (html === undefined || others.length > 0) {
    throw new Error(`${name}: not exactly one page`);
  }
  for (const { language, code } of blocks) {
    if (["html", "js", "sh"].includes(language)) continue;
    throw new Error(`${name}: no test runs a block of "${language}": ${code}`);
  }
  const isPackaged = (code: string) => code.includes('from "maru-client"');
  return {
    html,
    added: of("js").filter((code) => !isPackaged(code)),
    packaged: of("js").filter(isPackaged),
    commands: of("sh"),
  };
}

/** What differs between the documents and a test. */
export interface GuidePlace {
  /** Origin of the server, in place of `https://call.example`. */
  readonly server: string;
  /** Name of the room, in place of those of the documents. */
  readonly room: string;
  /** Name of the member, in place of Ada. */
  readonly name: string;
}

/** The page with all blocks of a document. */
export function buildGuidePage(
  { html, added }: GuideBlocks,
  place: GuidePlace,
): string {
  const end = html.lastIndexOf("</script>");
  if (end < 0) throw new Error("The page has no script");
  const page = [html.slice(0, end), ...added, html.slice(end)].join("\n");
  return placeCode(page, place);
}

/** Code for this server, room and member. */
export function placeCode(
  code: string,
  { server, room, name }: GuidePlace,
): string {
  return code
    .replaceAll("https://call.example", server)
    .replaceAll(/(?<=\/r\/)[\w-]+/g, room)
    .replaceAll('"Ada"', JSON.stringify(name));
}

/** Settings in front of a command, such as `PORT=1 deno task start`. */
export function parseSettings(command: string): Record<string, string> {
  const found = [...command.matchAll(/\b([A-Z_]+)=(\S+)/g)];
  return Object.fromEntries(
    found.map(([, name = "", value = ""]) => [name, value]),
  );
}

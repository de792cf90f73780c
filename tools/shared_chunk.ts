/**
 * Keeps the code of the first visit in few files. esbuild makes a chunk of each
 * set of scripts that share a module, and short files compress badly. When all
 * scripts loaded on demand import everything that they share with the page,
 * the set is always the same, and so is the chunk.
 *
 * @module
 */
import type { Metafile, Plugin } from "esbuild";

/** What the page shares with the scripts that it loads on demand. */
export interface SharedModules {
  /** Paths in the form of a metafile. */
  readonly modules: readonly string[];
  /** Sources of the scripts loaded on demand that use any of them. */
  readonly users: readonly string[];
}

const SHARED = "maru:shared";

/**
 * Finds the shared modules in a build without this plugin.
 *
 * @param preloads Outputs that the page imports at once, by file name.
 */
export function findSharedModules(
  { outputs }: Metafile,
  preloads: readonly string[],
): SharedModules {
  const isPreload = (path: string) =>
    preloads.some((name) => path.endsWith(`/${name}`));
  const modules = Object.entries(outputs)
    .filter(([path]) => isPreload(path))
    .flatMap(([, { inputs }]) => Object.keys(inputs))
    .filter((path) => !path.startsWith("<"));
  const users = Object.values(outputs)
    .filter(({ imports }) => imports.some(({ path }) => isPreload(path)))
    .map(({ entryPoint = "" }) => entryPoint)
    .filter((path) => /\.tsx?$/.test(path));
  return { modules, users };
}

/** Adds an import of all shared modules to each of their users. */
export function sharedChunkPlugin(
  { modules, users }: SharedModules,
  root: string,
): Plugin {
  const sources = new Set(users.map((path) => root + path));
  return {
    name: "shared-chunk",
    setup(build) {
      build.onResolve({ filter: /^maru:shared$/ }, () => ({
        path: SHARED,
        namespace: "shared-chunk",
      }));
      build.onLoad({ filter: /.*/, namespace: "shared-chunk" }, () => ({
        contents: modules
          .map((path) => JSON.stringify(path.replace(/^npm:/, "")))
          .map((path) =>
            `import ${path.replace(/^"(?!preact|valibot)/, `"./`)};`
          )
          .join("\n"),
        resolveDir: root,
      }));
      build.onLoad({ filter: /\.tsx?$/ }, async ({ path }) => {
        if (!sources.has(path)) return undefined;
        const text = await Deno.readTextFile(path);
        return {
          contents: `${text}\nimport "${SHARED}";\n`,
          loader: path.endsWith("x") ? "tsx" : "ts",
        };
      });
    },
  };
}

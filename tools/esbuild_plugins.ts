/**
 * Plugins of esbuild for the page.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import type { Plugin } from "esbuild";
import { ESBUILD_TARGETS } from "./browser_support/supported_browsers.ts";
import preact from "preact" with { type: "text" };
import preactHooks from "preact/hooks" with { type: "text" };
import preactJsx from "preact/jsx-runtime" with { type: "text" };
import uqr from "uqr" with { type: "text" };
import valibot from "valibot" with { type: "text" };

/** Source of the npm modules of the page, since esbuild cannot find them in the cache of Deno. */
const NPM_MODULES: Readonly<Record<string, string>> = {
  "preact": preact,
  "preact/hooks": preactHooks,
  "preact/jsx-runtime": preactJsx,
  "uqr": uqr,
  "valibot": valibot,
};

/** Loads the npm modules of the page from the cache of Deno. */
export const npmModulesPlugin: Plugin = {
  name: "npm-modules",
  setup(build) {
    build.onResolve({ filter: /^(preact|uqr|valibot)/ }, ({ path }) => ({
      path,
      namespace: "npm",
      // Unused parts of valibot are left out.
      sideEffects: path !== "valibot",
    }));
    // Marked free of side effects, so that unused parts are left out.
    build.onResolve({ filter: /^@noble\/hashes\// }, ({ path }) => ({
      path: fileURLToPath(import.meta.resolve(path)),
      sideEffects: false,
    }));
    build.onLoad({ filter: /.*/, namespace: "npm" }, ({ path }) => {
      const contents = NPM_MODULES[path];
      return contents === undefined
        ? {
          errors: [{
            text: `No module ${path}; add it to tools/esbuild_plugins.ts`,
          }],
        }
        : { contents, loader: "js" };
    });
  },
};

/** Gives a script the text of a style sheet that it imports, bundled. */
export function textStylesPlugin(isDev: boolean): Plugin {
  return {
    name: "text-styles",
    setup(build) {
      build.onResolve(
        { filter: /\.css$/ },
        ({ path, resolveDir, with: how }) =>
          how.type === "text"
            ? { path: `${resolveDir}/${path}`, namespace: "text-style" }
            : undefined,
      );
      build.onLoad(
        { filter: /.*/, namespace: "text-style" },
        async ({ path }) => {
          const { outputFiles } = await build.esbuild.build({
            entryPoints: [path],
            bundle: true,
            loader: { ".svg": "dataurl" },
            target: ESBUILD_TARGETS,
            minify: !isDev,
            write: false,
            logLevel: "silent",
          });
          return { contents: outputFiles[0]?.text ?? "", loader: "text" };
        },
      );
    },
  };
}

/**
 * The sources of the page as a program of TypeScript.
 *
 * @module
 */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { ts } from "./packages.ts";

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: [
    "lib.esnext.d.ts",
    "lib.dom.d.ts",
    "lib.dom.iterable.d.ts",
    "lib.dom.asynciterable.d.ts",
  ],
  types: [],
  jsx: ts.JsxEmit.ReactJSX,
  jsxImportSource: "preact",
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  strict: true,
  noEmit: true,
};

/**
 * Creates the program of these files and what they import.
 *
 * @param texts Source texts by absolute path, in place of the files.
 * @throws {TypeError} When a module cannot be found.
 */
export function createPageProgram(
  files: readonly string[],
  texts: ReadonlyMap<string, string> = new Map(),
): ts.Program {
  const host = ts.createCompilerHost(OPTIONS);
  const { readFile, fileExists } = host;
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (path, languageVersion, ...rest) => {
    const text = texts.get(path);
    return text === undefined
      ? getSourceFile(path, languageVersion, ...rest)
      : ts.createSourceFile(path, text, languageVersion);
  };
  host.resolveModuleNameLiterals = (literals, containingFile) =>
    literals.map(({ text }) => {
      const found = text.startsWith(".") || containingFile.includes("/npm/")
        ? ts.resolveModuleName(text, containingFile, OPTIONS, host)
        : resolvePackage(text, host);
      // A style sheet is imported as a text.
      const needsTypes = !text.endsWith(".css") &&
        !containingFile.includes("/npm/");
      if (needsTypes && !hasTypes(found)) {
        throw new TypeError(`No types for ${text} in ${containingFile}`);
      }
      return found;
    });
  return ts.createProgram([...files], OPTIONS, host);
}

/** Creates the program of built scripts, whose types are inferred. */
export function createScriptProgram(files: readonly string[]): ts.Program {
  return ts.createProgram([...files], { ...OPTIONS, allowJs: true });
}

/**
 * Finds the types of a package of deno.json, which lies in the cache of Deno:
 * beside its module, or where the nearest package.json says.
 */
function resolvePackage(
  specifier: string,
  host: ts.CompilerHost,
): ts.ResolvedModuleWithFailedLookupLocations {
  const entry = fileURLToPath(import.meta.resolve(specifier));
  const beside = ts.resolveModuleName(entry, entry, OPTIONS, host);
  if (hasTypes(beside)) return beside;
  let folder = dirname(entry);
  while (!host.fileExists(`${folder}/package.json`)) folder = dirname(folder);
  return ts.resolveModuleName(folder, entry, OPTIONS, host);
}

function hasTypes(
  { resolvedModule }: ts.ResolvedModuleWithFailedLookupLocations,
): boolean {
  return resolvedModule !== undefined && /tsx?$/.test(resolvedModule.extension);
}

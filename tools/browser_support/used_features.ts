/**
 * Finds the built-ins and Web APIs that TypeScript sources use, with the type
 * checker: each name that is declared in a library of TypeScript, and each
 * option in a literal argument, as a feature of MDN's compatibility data.
 *
 * @module
 */
import type { UsedFeature } from "./find_unsupported.ts";
import { LibraryDeclarations } from "./library_declarations.ts";
import { ts } from "./packages.ts";

const REGEXP_FLAGS: Readonly<Record<string, string>> = {
  d: "hasIndices",
  s: "dotAll",
  v: "unicodeSets",
  y: "sticky",
};

/** Syntax that a pattern contains, by its name in MDN's data. */
const REGEXP_SYNTAX: Readonly<Record<string, string>> = {
  "(?<=": "lookbehind_assertion",
  "(?<!": "lookbehind_assertion",
  "(?i:": "modifier",
  "(?-i:": "modifier",
  "\\p{": "unicode_character_class_escape",
};

/** All uses in a program, in the order of the sources. */
export function findUsedFeatures(
  program: ts.Program,
  isSource: (file: string) => boolean,
): UsedFeature[] {
  const finder = new FeatureFinder(program);
  for (const source of program.getSourceFiles()) {
    if (isSource(source.fileName)) finder.visit(source, source);
  }
  return finder.found;
}

/** Walks sources and collects uses. */
class FeatureFinder {
  readonly found: UsedFeature[] = [];
  readonly #program: ts.Program;
  readonly #checker: ts.TypeChecker;
  readonly #libraries: LibraryDeclarations;

  constructor(program: ts.Program) {
    this.#program = program;
    this.#checker = program.getTypeChecker();
    this.#libraries = new LibraryDeclarations(program);
  }

  visit(node: ts.Node, source: ts.SourceFile): void {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    if (ts.isIdentifier(node)) this.#addIdentifier(node, source);
    if (ts.isBindingElement(node)) this.#addBinding(node, source);
    if (ts.isRegularExpressionLiteral(node)) this.#addRegExp(node, source);
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      this.#addOptions(node, source);
    }
    ts.forEachChild(node, (child) => this.visit(child, source));
  }

  #addIdentifier(node: ts.Identifier, source: ts.SourceFile): void {
    const { parent } = node;
    const symbol = ts.isShorthandPropertyAssignment(parent)
      ? this.#checker.getShorthandAssignmentValueSymbol(parent)
      : this.#checker.getSymbolAtLocation(node);
    this.#addSymbol(symbol, node, source);
  }

  /** `const { wakeLock } = navigator` uses a member of `navigator`. */
  #addBinding(node: ts.BindingElement, source: ts.SourceFile): void {
    const key = node.propertyName ?? node.name;
    if (!ts.isIdentifier(key) || !ts.isObjectBindingPattern(node.parent)) {
      return;
    }
    const type = this.#checker.getTypeAtLocation(node.parent);
    this.#addSymbol(type.getProperty(key.text), key, source);
  }

  /** esbuild keeps a regular expression that a browser does not know. */
  #addRegExp(node: ts.RegularExpressionLiteral, source: ts.SourceFile): void {
    const [, pattern = "", flags = ""] = /^\/(.*)\/(\w*)$/s.exec(node.text) ??
      [];
    const paths = Object.entries(REGEXP_FLAGS)
      .filter(([flag]) => flags.includes(flag))
      .map(([, property]) => ["javascript", "builtins", "RegExp", property]);
    for (const [syntax, feature] of Object.entries(REGEXP_SYNTAX)) {
      if (!pattern.includes(syntax)) continue;
      paths.push(["javascript", "regular_expressions", feature]);
    }
    for (const path of paths) {
      this.#add(node, source, path.slice(2).join("."), [path]);
    }
  }

  #addSymbol(
    symbol: ts.Symbol | undefined,
    node: ts.Identifier,
    source: ts.SourceFile,
  ): void {
    for (const paths of this.#pathsOf(symbol)) {
      this.#add(node, source, nameOfFeature(paths), paths);
    }
  }

  /** Possible paths of each declaration of a symbol; overloads are one. */
  #pathsOf(symbol: ts.Symbol | undefined): string[][][] {
    const found = new Map<string, string[][]>();
    for (const declaration of symbol?.declarations ?? []) {
      const file = declaration.getSourceFile();
      if (!this.#program.isSourceFileDefaultLibrary(file)) continue;
      const paths = this.#libraries.pathsOf(declaration);
      if (paths.length > 0) found.set(JSON.stringify(paths[0]), paths);
    }
    return [...found.values()];
  }

  /** Options in literal arguments, which MDN lists below the function. */
  #addOptions(
    node: ts.CallExpression | ts.NewExpression,
    source: ts.SourceFile,
  ): void {
    const names = (node.arguments ?? []).flatMap((argument) =>
      ts.isObjectLiteralExpression(argument) ? [...keysIn(argument)] : []
    );
    if (names.length === 0) return;
    const callee = ts.isPropertyAccessExpression(node.expression)
      ? node.expression.name
      : node.expression;
    const symbol = this.#checker.getSymbolAtLocation(callee);
    for (const paths of this.#pathsOf(symbol)) {
      for (const name of names) {
        const options = paths.flatMap((path) => optionPaths(path, name.text));
        const of = `${nameOfFeature(paths)}({ ${name.text} })`;
        this.#add(name, source, of, options);
      }
    }
  }

  #add(
    node: ts.Node,
    source: ts.SourceFile,
    name: string,
    paths: readonly (readonly string[])[],
  ): void {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    const file = source.fileName;
    this.found.push({ file, line: line + 1, name, paths });
  }
}

/** Names that MDN uses for an option of a function. */
function optionPaths(path: readonly string[], name: string): string[][] {
  return ["options", "init", "constraints", "configuration", "descriptor"]
    .map((parameter) => [...path, `${parameter}_${name}_parameter`]);
}

/** Keys of a literal, also of the literals in it. */
function* keysIn(
  literal: ts.ObjectLiteralExpression,
): Generator<ts.Identifier> {
  for (const property of literal.properties) {
    if (property.name && ts.isIdentifier(property.name)) yield property.name;
    if (
      ts.isPropertyAssignment(property) &&
      ts.isObjectLiteralExpression(property.initializer)
    ) {
      yield* keysIn(property.initializer);
    }
  }
}

function nameOfFeature(paths: readonly (readonly string[])[]): string {
  const [first = []] = paths;
  const start = first[0] === "javascript" ? 2 : 1;
  return first.slice(start).join(".").replace(/_static$/, "");
}

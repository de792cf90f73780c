/**
 * Maps declarations in the libraries of TypeScript to features of MDN's
 * compatibility data.
 *
 * @module
 */
import { ts } from "./packages.ts";

/** Interfaces of TypeScript that are named otherwise in MDN's data. */
const RENAMED: Readonly<Record<string, string>> = {
  IteratorObject: "Iterator",
  ArrayIterator: "Iterator",
  AsyncIteratorObject: "AsyncIterator",
  ReadonlyArray: "Array",
  ReadonlyMap: "Map",
  ReadonlySet: "Set",
};

/** Declarations of the libraries of a program. */
export class LibraryDeclarations {
  /** Interfaces that inherit from each. */
  readonly #heirs = new Map<string, Set<string>>();

  constructor(program: ts.Program) {
    for (const source of program.getSourceFiles()) {
      if (!program.isSourceFileDefaultLibrary(source)) continue;
      for (const statement of source.statements) {
        if (ts.isInterfaceDeclaration(statement)) this.#addHeir(statement);
      }
    }
  }

  /** Paths of MDN's data for a declaration of a library. */
  pathsOf(declaration: ts.Declaration): string[][] {
    const name = nameOf(declaration);
    if (name === null) return [];
    const { parent } = declaration;
    if (ts.isInterfaceDeclaration(parent)) {
      return this.#memberPaths(parent, name);
    }
    if (ts.isTypeLiteralNode(parent)) return staticPaths(parent, name);
    if (
      ts.isParameter(declaration) || ts.isTypeParameterDeclaration(declaration)
    ) {
      return [];
    }
    return globalPaths([...namespacesOf(declaration), name]);
  }

  #addHeir(node: ts.InterfaceDeclaration): void {
    for (const { types } of node.heritageClauses ?? []) {
      for (const { expression } of types) {
        if (!ts.isIdentifier(expression)) continue;
        const heirs = this.#heirs.get(expression.text) ?? new Set();
        this.#heirs.set(expression.text, heirs.add(node.name.text));
      }
    }
  }

  #memberPaths(parent: ts.InterfaceDeclaration, name: string): string[][] {
    const declared = parent.name.text;
    const scope = namespacesOf(parent);
    if (declared.endsWith("Constructor") && scope.length === 0) {
      const owner = declared.slice(0, -"Constructor".length);
      return [["javascript", "builtins", owner, name]];
    }
    const owner = RENAMED[declared] ?? declared;
    const event = /^on[a-z]\w*$/.test(name) ? `${name.slice(2)}_event` : name;
    const isTypedArray = /^(Big)?(Ui|I)nt\d+(Clamped)?Array$|^Float\d+Array$/
      .test(owner);
    return [
      ["javascript", "builtins", ...scope, owner, name],
      ...isTypedArray ? [["javascript", "builtins", "TypedArray", name]] : [],
      ...this.#withHeirs(owner).flatMap((one) => [
        ["api", one, event],
        ...one === "Window" ? [["api", name]] : [],
      ]),
    ];
  }

  /** Members of a mixin are listed at the interfaces that include it. */
  #withHeirs(name: string): string[] {
    const all = new Set([name]);
    for (const one of all) {
      for (const heir of this.#heirs.get(one) ?? []) all.add(heir);
    }
    return [...all];
  }
}

/** Static members, as in `declare var URL: { canParse(): boolean }`. */
function staticPaths(parent: ts.TypeLiteralNode, name: string): string[][] {
  const variable = parent.parent;
  if (!ts.isVariableDeclaration(variable)) return [];
  const owner = variable.name.getText();
  if (name === "prototype") return globalPaths([owner]);
  return [
    ["api", owner, `${name}_static`],
    ["api", owner, name],
    ["javascript", "builtins", ...namespacesOf(variable), owner, name],
  ];
}

function globalPaths(names: readonly string[]): string[][] {
  return [
    ["javascript", "builtins", ...names],
    ["api", ...names],
    ["webassembly", "api", ...names.slice(1)],
  ];
}

function nameOf(declaration: ts.Declaration): string | null {
  const name = ts.getNameOfDeclaration(declaration);
  return name && ts.isIdentifier(name) ? name.text : null;
}

/** Names of the namespaces around a declaration, such as `Intl`. */
function namespacesOf(node: ts.Node): string[] {
  const names: string[] = [];
  for (let one = node.parent; one; one = one.parent) {
    if (ts.isModuleDeclaration(one) && ts.isIdentifier(one.name)) {
      if (one.name.text !== "global") names.unshift(one.name.text);
    }
  }
  return names;
}

/**
 * A project that has installed the npm package of the client library.
 *
 * @module
 */
import { pathToFileURL } from "node:url";
import { buildPackage } from "../../../tools/build_package.ts";

/** A folder with the package in its node_modules. */
export class PackageProject implements AsyncDisposable {
  /** Ends with `/`. */
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Builds the package, packs it and installs it from the archive. */
  static async create(): Promise<PackageProject> {
    const folder = await Deno.makeTempDir({ prefix: "maru-package-" });
    const project = new PackageProject(`${folder}/`);
    try {
      await buildPackage(pathToFileURL(`${folder}/package/`));
      const packed = await project.#run("npm", ["pack", "./package", "--json"]);
      const [{ filename }] = JSON.parse(packed);
      await project.write("package.json", '{ "private": true }');
      await project.#run("npm", [
        "install",
        "--offline",
        "--no-audit",
        "--no-fund",
        `./${filename}`,
      ]);
    } catch (error) {
      await project[Symbol.asyncDispose]();
      throw error;
    }
    return project;
  }

  /** Writes a file of the project. */
  async write(name: string, text: string): Promise<void> {
    await Deno.writeTextFile(this.folder + name, text);
  }

  /** Names of the installed files. */
  installedFiles(): string[] {
    const folder = `${this.folder}node_modules/maru-client`;
    return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  }

  /** Type-checks files against the types of the package. */
  async check(...names: readonly string[]): Promise<void> {
    await this.write(
      "deno.json",
      JSON.stringify({
        nodeModulesDir: "manual",
        compilerOptions: { lib: ["dom", "esnext"] },
      }),
    );
    await this.#run(Deno.execPath(), ["check", ...names]);
  }

  /** Bundles a file as an application does. */
  async bundle(name: string): Promise<string> {
    const esbuild = await import("esbuild");
    const { outputFiles } = await esbuild.build({
      entryPoints: [this.folder + name],
      absWorkingDir: this.folder,
      bundle: true,
      format: "esm",
      write: false,
      logLevel: "silent",
    });
    await esbuild.stop();
    return outputFiles[0]?.text ?? "";
  }

  /** Removes the folder. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.folder, { recursive: true });
  }

  async #run(command: string, args: readonly string[]): Promise<string> {
    const { success, stdout, stderr } = await new Deno.Command(command, {
      args: [...args],
      cwd: this.folder,
      env: { NO_COLOR: "1", npm_config_update_notifier: "false" },
    }).output();
    const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    if (!success) {
      throw new Error(`${command} ${args.join(" ")}: ${decode(stderr)}`);
    }
    return decode(stdout);
  }
}

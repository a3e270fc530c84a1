// Where the program may be, the most particular place first.
import { existsSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";

export type Origin = "setting" | "npm" | "python" | "path" | "bundled";

export interface Candidate {
  file: string;
  origin: Origin;
}

export interface Places {
  /** The setting `pattern-test.path`; empty if it is not set. */
  setting: string;
  /** The folders of the workspace. */
  folders: readonly string[];
  /** Whether programs from the workspace may be started. */
  trusted: boolean;
  /** The interpreters that are chosen for the workspace, of which only the editor knows. */
  interpreters(): Promise<readonly string[]>;
  /** The folder of the extension. */
  extension: string;
  environment: Readonly<Record<string, string | undefined>>;
  platform: string;
  architecture: string;
}

/** The files there are, in the order in which they are to be tried. A setting is the only one. */
export async function* candidates(places: Places): AsyncGenerator<Candidate> {
  if (places.setting !== "") {
    yield { file: settingFile(places), origin: "setting" };
    return;
  }
  const seen = new Set<string>();
  const fresh = (file: string) => isFile(file) && !seen.has(file) && seen.add(file);
  const name = programName(places);
  if (places.trusted) {
    for (const folder of places.folders) {
      for (const file of npmFiles(folder, places)) if (fresh(file)) yield { file, origin: "npm" };
    }
    for (const folder of places.folders) {
      for (const environment of [".venv", "venv"]) {
        const file = path.join(folder, environment, scripts(places), name);
        if (fresh(file)) yield { file, origin: "python" };
      }
    }
    for (const interpreter of await places.interpreters()) {
      for (const file of besidePython(interpreter, places)) if (fresh(file)) yield { file, origin: "python" };
    }
  }
  for (const folder of pathFolders(places)) {
    const file = path.join(folder, name);
    if (fresh(file)) yield { file, origin: "path" };
  }
  const bundled = path.join(places.extension, "bin", name);
  if (fresh(bundled)) yield { file: bundled, origin: "bundled" };
}

function settingFile({ setting, folders, environment }: Places): string {
  const folder = folders[0] ?? "";
  const home = environment.HOME ?? environment.USERPROFILE ?? homedir();
  const given = setting
    .replace(/^~(?=$|[\\/])/, () => home)
    .replaceAll(/\$\{userHome\}/g, () => home)
    .replaceAll(/\$\{workspaceFolder\}/g, () => folder);
  // A bare name is looked for on `PATH` when it is started.
  return /[\\/]/.test(given) ? path.resolve(folder === "" ? home : folder, given) : given;
}

/**
 * The program in `node_modules` of a folder or above it: that of the platform's package, also where the package manager
 * keeps this beside the package that asks for it; else the script that starts it, which needs Node.js on `PATH`.
 */
function* npmFiles(folder: string, places: Places): Generator<string> {
  const platform = path.join("@pattern-test", `${places.platform}-${places.architecture}`, "bin", programName(places));
  for (const modules of modulesAbove(folder)) {
    yield path.join(modules, platform);
    const asking = path.join(modules, "pattern-test");
    if (existsSync(asking)) {
      for (const beside of modulesAbove(realpathSync(asking))) yield path.join(beside, platform);
    }
    if (places.platform !== "win32") yield path.join(modules, ".bin", "pattern-test");
  }
}

function* modulesAbove(folder: string): Generator<string> {
  for (let at = folder; ; at = path.dirname(at)) {
    yield path.basename(at) === "node_modules" ? at : path.join(at, "node_modules");
    if (path.dirname(at) === at) return;
  }
}

/** The scripts of an environment, which is given by its interpreter or by its folder. */
function besidePython(interpreter: string, places: Places): string[] {
  const name = programName(places);
  return [path.join(path.dirname(interpreter), name), path.join(interpreter, scripts(places), name)];
}

/** A relative entry would mean whatever folder the editor was started in. */
function pathFolders({ environment, platform }: Places): string[] {
  const value = environment.PATH ?? environment.Path ?? "";
  return value.split(platform === "win32" ? ";" : ":").filter((folder) => path.isAbsolute(folder));
}

function scripts({ platform }: Places): string {
  return platform === "win32" ? "Scripts" : "bin";
}

function programName({ platform }: Places): string {
  return platform === "win32" ? "pattern-test.exe" : "pattern-test";
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

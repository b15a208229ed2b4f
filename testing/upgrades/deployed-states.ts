import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import zlib from "node:zlib";

interface DeployedState {
  /** The stack, a dash, and the version or commit that deployed it. */
  readonly name: string;
  /** The stack's configuration where it differed from that of testing/project. */
  readonly config?: Readonly<Record<string, string>>;
}

/** States of stacks that earlier versions deployed. README.md says how to add one. */
export const deployedStates: readonly DeployedState[] = [
  { name: "dev-506c5e7", config: { architecture: "arm64" } },
];

/** The state, as `pulumi stack export` writes it. */
export async function readDeployedState(name: string): Promise<string> {
  return String(await promisify(zlib.gunzip)(await readFile(fileOf(name))));
}

/** Keeps a state for later tests, without times, positions in files, and paths of this machine. */
export async function writeDeployedState(name: string, state: string): Promise<void> {
  const fleeting = new Set(["sourcePosition", "stackTrace", "created", "modified"]);
  const { deployment, ...rest } = JSON.parse(state, (key, value) => {
    if (fleeting.has(key)) return undefined;
    return key === "path" && typeof value === "string" ? value.replace(/^\.\.\/.*\/dist\//, "dist/") : value;
  });
  // An export with a version has a checksum of it.
  const manifest = { time: "0001-01-01T00:00:00Z", magic: "", version: "" };
  const text = JSON.stringify({ ...rest, deployment: { ...deployment, manifest } });
  await writeFile(fileOf(name), await promisify(zlib.gzip)(text, { level: 9 }));
}

function fileOf(name: string): string {
  return join(import.meta.dirname, `${name}.json.gz`);
}

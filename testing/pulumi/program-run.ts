import { join } from "node:path";
import { type CheckedProgram, type CheckOptions, checkProgram } from "@batchline/embedded-aws";
import { type ConfigOverrides, loadProject, type PropertyMap, runProgram } from "@batchline/pulumi-engine";
import { decodeProperties, encodeProperties } from "@batchline/pulumi-engine/testing";
import { checkout } from "../checkout.ts";
import { makeProject } from "../cli/project.ts";
import { sharedResult } from "../shared-result.ts";
import { Registrations } from "./registrations.ts";
import { standInFunctions } from "./stand-in-functions.ts";
import { standInProvider } from "./stand-in-provider.ts";

export interface SharedRun {
  /** A fixture's folder with Pulumi.yaml. @default the project's own program, with the tenants and stacks of testing/project */
  readonly root?: string;
  /** @default "dev" */
  readonly stack?: string;
  /** `up` creates each resource with `standInProvider`. */
  readonly mode: "preview" | "up";
  readonly config?: ConfigOverrides;
}

/**
 * Returns what the Pulumi program registers. It runs once for these options and these sources: the result is shared by
 * all test files, processes and later runs, so it is frozen. Rejects as `runProgram` does, and then shares nothing.
 *
 * @example
 * const preview = await programRun({ root: fixtureProgram("variants"), mode: "preview" });
 */
export async function programRun({
  root,
  stack = "dev",
  mode,
  config = {},
}: SharedRun): Promise<Registrations> {
  const run = await shared({ root: named(root), stack, mode, config }, () =>
    inFolder(root, async (root) => {
      const project = await loadProject({ root, stack, overrides: config });
      const functions = standInFunctions(project.config["aws:region"] ?? "us-east-1");
      return runProgram({
        ...{ root, stack, mode, config, functions },
        ...(mode === "up" && { provider: standInProvider }),
      });
    }),
  );
  return new Registrations(run);
}

export interface SharedCheck extends Omit<CheckOptions, "root" | "pack" | "signal"> {
  /** As of `programRun`. */
  readonly root?: string;
}

/** Returns what this project's policies find in the Pulumi program, shared and frozen as `programRun` does. */
export function checkedProgram({ root, ...options }: SharedCheck): Promise<CheckedProgram> {
  const pack = join(checkout, "policies");
  return shared({ root: named(root), pack, ...options }, () =>
    inFolder(root, (root) => checkProgram({ root, pack, ...options })),
  );
}

/** Runs `act` in the fixture's folder, or in a project made for it. */
async function inFolder<T>(root: string | undefined, act: (root: string) => Promise<T>): Promise<T> {
  if (root !== undefined) return act(root);
  const project = await makeProject();
  try {
    return await act(project.root);
  } finally {
    await project.remove();
  }
}

const inProcess = new Map<string, Promise<unknown>>();

function shared<T extends object>(options: object, run: () => Promise<T>): Promise<T> {
  const key = JSON.stringify(options);
  const known = inProcess.get(key);
  if (known !== undefined) return known as Promise<T>;
  const result = sharedResult(key, async () => encoded(await run())).then((text) => frozen(decoded<T>(text)));
  inProcess.set(key, result);
  return result;
}

/** As Pulumi's protocol writes properties, so that assets, references and unknown values survive. */
function encoded(result: object): string {
  return JSON.stringify(encodeProperties(result as PropertyMap));
}

function decoded<T>(text: string): T {
  return decodeProperties(JSON.parse(text)).properties as T;
}

function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

/** The folder's part of the key. Sources outside the checkout are not part of the hash, so they cannot be shared. */
function named(root: string | undefined): string {
  if (root?.startsWith(`${checkout}/`) === false) throw new RangeError(`${root} is not in the checkout`);
  return root ?? "testing/project";
}

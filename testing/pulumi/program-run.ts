import { relative } from "node:path";
import { type CheckedProgram, type CheckOptions, checkProgram, runAwsProgram } from "@batchline/embedded-aws";
import type { ConfigOverrides, ProgramRun, PropertyMap } from "@batchline/pulumi-engine";
import { decodeProperties, encodeProperties } from "@batchline/pulumi-engine/testing";
import { checkout } from "../checkout.ts";
import { sharedResult } from "../shared-result.ts";
import { Registrations } from "./registrations.ts";
import { standInProvider } from "./stand-in-provider.ts";

export interface SharedRun {
  /** The folder with Pulumi.yaml, inside the checkout. */
  readonly root: string;
  /** @default "dev" */
  readonly stack?: string;
  /** `up` creates each resource with `standInProvider`. */
  readonly mode: "preview" | "up";
  readonly config?: ConfigOverrides;
}

/**
 * Returns what the Pulumi program registers. It runs once for these options and these sources: the result is shared by
 * all test files, processes and later runs, so it is frozen. Rejects as `runAwsProgram` does, and then shares nothing.
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
  const run = await shared<ProgramRun>({ root: inCheckout(root), stack, mode, config }, () =>
    runAwsProgram({ root, stack, mode, config, ...(mode === "up" && { provider: standInProvider }) }),
  );
  return new Registrations(run);
}

/** Returns what the policy pack finds in the Pulumi program, shared and frozen as `programRun` does. */
export function checkedProgram(options: Omit<CheckOptions, "signal">): Promise<CheckedProgram> {
  const { root, pack, ...rest } = options;
  return shared({ root: inCheckout(root), pack: inCheckout(pack), ...rest }, () => checkProgram(options));
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

function inCheckout(folder: string): string {
  const path = relative(checkout, folder);
  if (path.startsWith(".."))
    throw new RangeError(`${folder} is not in the checkout, whose sources make the key`);
  return path;
}

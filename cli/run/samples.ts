import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { readTextIfThere, writeText } from "../text-file.ts";

/** Servers that stand in for tenants' suppliers. */
interface Samples {
  /** The proxy through which workers reach them. @example "http://127.0.0.1:41234" */
  readonly proxyUrl: string;
  stop(): Promise<void>;
}

/** The port of the last time. */
const portFile = "samples-port";

/**
 * Starts the project's sample suppliers: `samples/supplier/supplier.ts` exports `startSupplier`. Undefined without this file.
 * @param dir The account's folder. With the same one, the proxy keeps its port, so that the stack's configuration stays the same.
 */
export async function startSamples(root: string, dir: string): Promise<Samples | undefined> {
  const file = join(root, "samples", "supplier", "supplier.ts");
  if (!existsSync(file)) return undefined;
  const module: { startSupplier(port: number): Promise<Samples> } = await import(pathToFileURL(file).href);
  const samples = await module.startSupplier(Number(readTextIfThere(join(dir, portFile)) ?? 0));
  writeText(join(dir, portFile), new URL(samples.proxyUrl).port);
  return samples;
}

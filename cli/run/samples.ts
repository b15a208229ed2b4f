import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Servers that stand in for tenants' suppliers. */
interface Samples {
  /** The proxy through which workers reach them. @example "http://127.0.0.1:41234" */
  readonly proxyUrl: string;
  stop(): Promise<void>;
}

/** Starts the project's sample suppliers: `samples/supplier/supplier.ts` exports `startSupplier`. Undefined without this file. */
export async function startSamples(root: string): Promise<Samples | undefined> {
  const file = join(root, "samples", "supplier", "supplier.ts");
  if (!existsSync(file)) return undefined;
  const module: { startSupplier(): Promise<Samples> } = await import(pathToFileURL(file).href);
  return module.startSupplier();
}

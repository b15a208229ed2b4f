import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

const Manifest = z.object({ dependencies: z.record(z.string(), z.string()) });

/** The manifest from which the Dockerfile installs the packages. */
export const nativeManifest = join(import.meta.dirname, "image", "package.json");

/** Packages with native code, which the worker's image holds beside its bundle. @example nativePackages() // ["sharp"] */
export function nativePackages(): string[] {
  return Object.keys(Manifest.parse(JSON.parse(readFileSync(nativeManifest, "utf8"))).dependencies);
}

import { createRequire } from "node:module";
import { join } from "node:path";

/** A script of the Pulumi SDK that the package in `root` depends on, and the setting that caches compiled code between runs. */
export function sdkScript(root: string, name: "run" | "run-policy-pack") {
  const file = createRequire(join(root, "package.json")).resolve(`@pulumi/pulumi/cmd/${name}`);
  const packages = file.slice(0, file.lastIndexOf(join("node_modules", "@pulumi")) + "node_modules".length);
  return { file, compileCache: { NODE_COMPILE_CACHE: join(packages, ".cache", "compile") } };
}

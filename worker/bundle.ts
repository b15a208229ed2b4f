/**
 * `node worker/bundle.ts <outdir>`: bundles the worker into `<outdir>/main.mjs` and files that it loads on demand, and the planner's job
 * into `<outdir>/planner.mjs`. The Dockerfile's build stage and the embedded AWS run it. sharp stays outside, as it has native code.
 */
import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { bundle } from "@batchline/bundles";
import type { BuildOptions, Plugin } from "esbuild";

const outdir = process.argv[2];
if (outdir === undefined) {
  console.error("usage: node worker/bundle.ts <outdir>");
  process.exit(2);
}

/** Leaves dependencies out of the source maps. Node loads a file's whole map: with them each start takes 90 ms and 50 MB more. */
const withoutPackageMaps: Plugin = {
  name: "without-package-maps",
  setup({ onLoad }) {
    const emptyMap = Buffer.from('{"version":3,"sources":[""],"mappings":"AAAA"}').toString("base64");
    onLoad({ filter: /node_modules.*\.m?js$/ }, async ({ path }) => ({
      contents: `${await readFile(path, "utf8")}\n//# sourceMappingURL=data:application/json;base64,${emptyMap}`,
      loader: "default",
    }));
  },
};

const options: BuildOptions = {
  splitting: true,
  external: ["sharp"],
  minify: true,
  keepNames: true,
  legalComments: "none",
  logLevel: "warning",
  plugins: [withoutPackageMaps],
};

const root = join(import.meta.dirname, "..");
// Two bundles: shared files would be more files for every stage to load.
const made = Object.entries({ main: "worker/main.ts", planner: "handlers/plan/plan-job.ts" }).map(
  ([name, source]) =>
    bundle({
      root,
      entries: { [name]: source },
      into: "dist/images",
      options,
      alsoChangedBy: ["worker/bundle.ts"],
    }),
);
for (const folder of await Promise.all(made)) await cp(folder, outdir, { recursive: true });

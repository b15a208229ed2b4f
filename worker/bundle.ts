/**
 * `node worker/bundle.ts <outdir>`: bundles the worker into `<outdir>/main.mjs` and files that it loads on demand, and the planner's job
 * into `<outdir>/planner.mjs`. The Dockerfile's build stage and the embedded AWS run it. sharp stays outside, as it has native code.
 */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build, type Plugin } from "esbuild";

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
  outdir,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node24",
  // The AWS SDK's ES modules, so that unused code is left out.
  mainFields: ["module", "main"],
  external: ["sharp"],
  minify: true,
  keepNames: true,
  // Stacks in logs show the .ts lines.
  sourcemap: "linked",
  sourcesContent: false,
  legalComments: "none",
  // CommonJS packages in the bundle require Node's modules.
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
  logLevel: "warning",
  plugins: [withoutPackageMaps],
};

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));
// Two builds: shared files would be more files for every stage to load.
await Promise.all([
  build({ ...options, entryPoints: { main: source("main.ts") } }),
  build({ ...options, entryPoints: { planner: source("../handlers/plan/plan-job.ts") } }),
]);

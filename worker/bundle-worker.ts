import { cpSync, realpathSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { bundle, moduleFile, packageFolder } from "@batchline/bundles";
import type { BuildOptions, Plugin } from "esbuild";
import { nativeManifest, nativePackages } from "./native-packages.ts";

interface WorkerBundleArgs {
  /** The folder for the bundle's files. @example "/out" */
  readonly into: string;
  /** The module that exports `workflows`, for the planner. @example "workflows/declarations.ts" */
  readonly declarations: string;
  /** The module that exports `workflowStages`. @example "workflows/stages.ts" */
  readonly stages: string;
}

/**
 * Bundles the worker with these workflows into `main.mjs` and files that it loads on demand, and the planner's job into
 * `planner.mjs`. Packages with native code stay outside. Throws esbuild's BuildFailure.
 * @example await bundleWorker({ into: "/out", declarations: "workflows/declarations.ts", stages: "workflows/stages.ts" });
 */
export async function bundleWorker({ into, declarations, stages }: WorkerBundleArgs): Promise<void> {
  const text = (own: string, name: string, given: string, file: string, call: string) =>
    [
      `import { ${name} } from ${JSON.stringify(moduleFile(import.meta, own))};`,
      `import { ${given} } from ${JSON.stringify(realpathSync(file))};`,
      `await ${call};`,
    ].join("\n");
  // Two bundles: shared files would be more files for every stage to load.
  const main = text(
    "main",
    "main",
    "workflowStages",
    stages,
    'main(workflowStages, import.meta.filename, new URL("planner.mjs", import.meta.url).href)',
  );
  const planner = text(
    "../handlers/plan/plan-job",
    "planJob",
    "workflows",
    declarations,
    "planJob(workflows)",
  );
  const root = packageFolder(declarations);
  const made = Object.entries({ main, planner }).map(([name, code]) =>
    bundle({
      ...{ root, name, entry: { title: name, text: code }, into: "dist/images", options },
      alsoChangedBy: [import.meta.filename, nativeManifest],
    }),
  );
  // Copying 120 files one by one takes as long as all else here.
  for (const folder of await Promise.all(made)) cpSync(folder, into, { recursive: true });
}

/** Leaves dependencies out of the source maps. Node loads a file's whole map: with them each start takes 90 ms and 50 MB more. */
const withoutPackageMaps: Plugin = {
  name: "without-package-maps",
  setup({ onLoad }) {
    const emptyMap = Buffer.from('{"version":3,"sources":[""],"mappings":"AAAA"}').toString("base64");
    onLoad({ filter: /node_modules.*\.m?js$/ }, async ({ path }) => {
      // In another project, Batchline itself is below node_modules.
      if (/node_modules\/@?batchline\/(?!.*node_modules)/.test(path)) return undefined;
      const text = await readFile(path, "utf8");
      return {
        contents: `${text}\n//# sourceMappingURL=data:application/json;base64,${emptyMap}`,
        loader: "default",
      };
    });
  },
};

const options: BuildOptions = {
  splitting: true,
  external: nativePackages(),
  minify: true,
  keepNames: true,
  legalComments: "none",
  logLevel: "warning",
  plugins: [withoutPackageMaps],
};

/** `npm run check:template`: checks the types of what `batchline new workflow` writes. */
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { workflowFiles } from "../../cli/new/workflow-files.ts";

// As deep as workflows/<name>/, so that the files' imports lead to the same modules.
const folder = ".local/new-workflow-types";
const files = workflowFiles("nightly-report");
rmSync(folder, { recursive: true, force: true });
for (const [path, text] of files) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
const config = {
  extends: "../../tsconfig.json",
  compilerOptions: { incremental: false, tsBuildInfoFile: null },
  files: [...files.keys()].filter((path) => path.endsWith(".ts")),
  // Declarations of packages without types.
  include: ["../../packages/**/*.d.ts"],
  exclude: [],
};
writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
process.exitCode = spawnSync("tsc", ["-p", folder], { stdio: "inherit" }).status ?? 1;

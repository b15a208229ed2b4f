/**
 * `npm run check`: runs every script `check:*` of package.json, also after one has failed, and reports all that failed.
 * `node .ci/check.ts types words` runs these two.
 */
import { exec } from "node:child_process";
import { availableParallelism } from "node:os";
import { promisify } from "node:util";
import pLimit from "p-limit";
import packageJson from "../package.json" with { type: "json" };

const prefix = "check:";
const scripts = Object.entries(packageJson.scripts)
  .filter(([name]) => name.startsWith(prefix))
  .map(([name, command]) => ({ name: name.slice(prefix.length), command }));

/** Runs one check and prints what it found. Returns whether it passed. */
async function check({ name, command }: (typeof scripts)[number]): Promise<boolean> {
  const started = performance.now();
  const result = await promisify(exec)(command, { maxBuffer: 2 ** 26 }).then(
    () => ({ passed: true, output: "" }),
    ({ stdout = "", stderr = "" }) => ({ passed: false, output: `${stdout}${stderr}`.trim() }),
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${result.passed ? "✔" : "✘"} ${name} (${seconds} s): ${command}`);
  if (!result.passed) console.log(result.output);
  return result.passed;
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !scripts.some((script) => script.name === name));
if (unknown.length > 0) {
  console.error(`no check ${unknown.join(", ")}; there are: ${scripts.map(({ name }) => name).join(", ")}`);
  process.exit(2);
}
const chosen = scripts.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const limit = pLimit(availableParallelism());
const passed = await Promise.all(chosen.map((script) => limit(check, script)));
const failed = chosen.filter((_, index) => !passed[index]);
if (failed.length > 0) {
  console.error(
    `${failed.length} of ${chosen.length} checks failed: ${failed.map(({ name }) => name).join(", ")}`,
  );
  process.exitCode = 1;
}

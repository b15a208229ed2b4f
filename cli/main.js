#!/usr/bin/env node
import module from "node:module";
import { fileURLToPath } from "node:url";
import { nodeComplaint } from "./node-version.js";

const complaint = nodeComplaint(process.version);
if (complaint === undefined) {
  // Compiled code is kept between runs: it halves the time to start.
  module.enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/compile", import.meta.url)));
  // Loaded only now: an older Node.js does not load TypeScript.
  const { outliveReaders, runCommandLine } = await import("./command-line.ts");
  outliveReaders([process.stdout, process.stderr]);
  process.exitCode = await runCommandLine(process.argv.slice(2));
} else {
  console.error(`error: ${complaint}`);
  process.exitCode = 2;
}

#!/usr/bin/env node
import { nodeComplaint } from "./node-version.js";

const complaint = nodeComplaint(process.version);
if (complaint === undefined) {
  // Loaded only now: an older Node.js does not load TypeScript.
  const { runCommandLine } = await import("./command-line.ts");
  const { outliveReaders } = await import("./closed-pipe.ts");
  outliveReaders([process.stdout, process.stderr]);
  process.exitCode = await runCommandLine(process.argv.slice(2));
} else {
  console.error(`error: ${complaint}`);
  process.exitCode = 2;
}

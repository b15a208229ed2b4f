import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { must } from "@batchline/diagnostics";

/** A position in a source file: the line of a workflow that made a state. */
export interface Place {
  /** Relative to the working directory. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const framePattern = /(?:\(|at (?:async )?)((?:file:\/\/|\/|[A-Za-z]:\\)[^()]+):(\d+):(\d+)\)?$/;

/** The tests of this package are in its folder. They declare machines as other code does. */
const isTest = (file: string) => file.endsWith(".test.ts");

/** The place of the nearest caller outside this folder. Undefined when the stack does not have it. */
export function callerPlace(): Place | undefined {
  const kept = Error.stackTraceLimit;
  Error.stackTraceLimit = 50;
  const stack = must(new Error().stack, "V8 records the stack");
  Error.stackTraceLimit = kept;
  const here = import.meta.dirname;
  for (const frame of stack.split("\n").slice(1)) {
    const match = framePattern.exec(frame);
    if (match === null) continue;
    const [, location, line, column] = match as unknown as readonly [string, string, string, string];
    const file = location.startsWith("file://") ? fileURLToPath(location) : location;
    if (here !== undefined && file.startsWith(`${here}/`) && !isTest(file)) continue;
    return { file: relative(process.cwd(), file), line: Number(line), column: Number(column) };
  }
  return undefined;
}

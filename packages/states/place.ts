import { relative } from "node:path";
import { fileURLToPath } from "node:url";

/** A position in a source file: the line of a workflow that made a state. */
export interface Place {
  /** Relative to the working directory. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const framePattern = /(?:\(|at (?:async )?)((?:file:\/\/|\/|[A-Za-z]:\\)[^()]+):(\d+):(\d+)\)?$/;

/** Tests of this package stand in its folder, and declare machines as others do. */
const isTest = (file: string) => file.endsWith(".test.ts");

/** Where the nearest caller outside this folder is; undefined when the stack does not tell. */
export function callerPlace(): Place | undefined {
  const kept = Error.stackTraceLimit;
  Error.stackTraceLimit = 50;
  const stack = new Error().stack ?? "";
  Error.stackTraceLimit = kept;
  const here = import.meta.dirname;
  for (const frame of stack.split("\n").slice(1)) {
    const match = framePattern.exec(frame);
    if (match === null) continue;
    const [, location = "", line, column] = match;
    const file = location.startsWith("file://") ? fileURLToPath(location) : location;
    if (here !== undefined && file.startsWith(`${here}/`) && !isTest(file)) continue;
    return { file: relative(process.cwd(), file), line: Number(line), column: Number(column) };
  }
  return undefined;
}

import type { Followed } from "../../runs/follow/follow-run.ts";
import { untilPlanned } from "../../runs/follow/until-planned.ts";
import type { Stack } from "../../runs/stack/stack.ts";
import { exitStatus } from "../errors.ts";
import { goesOnLines, printOutcome } from "./watch-run.ts";

interface Detaching {
  readonly signal: AbortSignal;
  /** Print one JSON document. */
  readonly json?: true | undefined;
}

/** Leaves a run that has just started to itself, and prints what to type about it. If it ends before it is planned, it prints the outcome.
 * Returns the exit code. @throws errors of the AWS SDK, and the signal's reason */
export async function detachRun(
  stack: Stack,
  started: Followed,
  { signal, json }: Detaching,
): Promise<number> {
  const goesOn = goesOnLines(stack, started);
  const say = (line: string) => console.error(line);
  const outcome = await untilPlanned(stack, started, { signal, say }).catch((cause: unknown) => {
    for (const line of goesOn) say(line);
    throw cause;
  });
  if (outcome === undefined) {
    const { workflow, runId, execution } = started;
    console.log(json ? JSON.stringify({ workflow, runId, execution }, null, 2) : goesOn.join("\n"));
    return exitStatus.ok;
  }
  printOutcome(stack, outcome, json ? { json } : {});
  return outcome.status === "SUCCEEDED" ? exitStatus.ok : exitStatus.wrong;
}

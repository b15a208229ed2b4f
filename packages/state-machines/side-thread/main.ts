/** The side thread itself. It loads the checker only when a definition is to be checked. */
import { parentPort } from "node:worker_threads";
import { Expressions } from "../expressions/expressions.ts";
import type { Answers, Work } from "./work.ts";

const expressions = new Expressions();

async function perform(work: Work): Promise<Answers[Work["kind"]]> {
  if (work.kind === "evaluate") {
    return expressions.evaluate({ ...work, variables: JSON.parse(work.variables) });
  }
  const { problemsIn } = await import("@batchline/asl");
  return problemsIn(work.definition);
}

parentPort?.on("message", async (work: Work) => parentPort?.postMessage(await perform(work)));

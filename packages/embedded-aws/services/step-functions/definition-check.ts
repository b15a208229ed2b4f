import { type DefinitionProblem, isWarning, problemsIn } from "@batchline/asl";
import { inTurns } from "@batchline/clock";
import type { SideThread } from "@batchline/state-machines";
import { integrationProblems } from "./integrations/check.ts";
import type { ServiceCalls } from "./integrations/service-calls.ts";

/** Characters. A larger definition can take more than 50 ms. */
const largestQuick = 8192;

/** Characters. JSONata's parser takes a time that grows with the square of an expression's length. */
const longestQuick = 1000;

/** JSONata's parser takes twice as long for each `??` or `?:`. Step Functions has neither. */
const mostDoublings = 8;

/** Every problem of a definition and its tasks, warnings included. One that takes long does not hold the process. */
export async function definitionProblems(
  text: string,
  calls: readonly ServiceCalls[],
  thread: SideThread | undefined,
): Promise<readonly DefinitionProblem[]> {
  const problems = await languageProblems(text, thread);
  if (!problems.every(isWarning)) return problems;
  const found = [...problems];
  for await (const more of inTurns(integrationProblems(JSON.parse(text), calls))) found.push(...more);
  return found;
}

/** Every problem of a definition's text by itself, warnings included. One that takes long is looked for in the thread. */
export async function languageProblems(
  text: string,
  thread: SideThread | undefined,
): Promise<readonly DefinitionProblem[]> {
  if (thread === undefined || isQuick(text)) return problemsIn(text);
  const problems = await thread.check(text);
  if (typeof problems === "object") return problems;
  const message = `the embedded AWS cannot check the definition: it takes too much ${problems}`;
  return [{ code: "BL-L002", path: "/", message }];
}

function isQuick(text: string): boolean {
  if (text.length > largestQuick) return false;
  if ((text.match(/\?[?:]/g)?.length ?? 0) > mostDoublings) return false;
  return !(text.match(/"(?:[^"\\]|\\.)*"/gs) ?? []).some(({ length }) => length > longestQuick);
}

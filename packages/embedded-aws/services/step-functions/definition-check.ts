import { type DefinitionProblem, problemsIn } from "@batchline/asl";
import type { SideThread } from "@batchline/state-machines";

/** Characters. A larger definition can take more than 50 ms. */
const largestQuick = 16_384;

/** JSONata's parser takes twice as long for each `??` or `?:`. Step Functions has neither. */
const mostDoublings = 8;

/** Every problem of a definition, warnings included. One that takes long is checked in the thread. */
export async function definitionProblems(
  text: string,
  thread: SideThread | undefined,
): Promise<readonly DefinitionProblem[]> {
  const isQuick = text.length <= largestQuick && (text.match(/\?[?:]/g)?.length ?? 0) <= mostDoublings;
  if (thread === undefined || isQuick) return problemsIn(text);
  const problems = await thread.check(text);
  if (typeof problems === "object") return problems;
  const message = `the embedded AWS cannot check the definition: it takes too much ${problems}`;
  return [{ code: "BL-L002", path: "/", message }];
}

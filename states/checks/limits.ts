import { StatesError } from "../errors.ts";
import { descend, type Node } from "../expression/node.ts";
import type { Asl } from "../lowering/asl.ts";
import { everyStep, type Sequence } from "../machine/step.ts";
import { problemOf } from "./problem.ts";

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const maxDefinitionBytes = 1_048_576;
/** How many iterations of an inline map run at once at most. */
const maxInlineConcurrency = 40;
/** https://docs.aws.amazon.com/batch/latest/userguide/array_jobs.html */
const arraySizes = { min: 2, max: 10_000 };

/** Limits of Step Functions and of Batch that can be seen before the machine runs. */
export function* limitProblems(root: Sequence, asl: Asl): Generator<StatesError> {
  const bytes = Buffer.byteLength(JSON.stringify(asl));
  if (bytes > maxDefinitionBytes) {
    yield new StatesError("BL-S010", {
      what: `the definition has ${bytes} bytes; ${maxDefinitionBytes} are allowed`,
    });
  }
  for (const step of everyStep(root)) {
    if (step.kind === "map" && step.maxConcurrency !== undefined) {
      const wanted = step.maxConcurrency;
      if (!Number.isInteger(wanted) || wanted < 1 || wanted > maxInlineConcurrency) {
        yield problemOf("BL-S010", step, `maxConcurrency is ${wanted}, not 1–${maxInlineConcurrency}`);
      }
    }
    if (step.kind !== "task") continue;
    for (const size of literalSizes(step.arguments)) {
      if (size < arraySizes.min || size > arraySizes.max || !Number.isInteger(size)) {
        yield problemOf(
          "BL-S010",
          step,
          `an array job cannot have ${size} elements, but ${arraySizes.min}–${arraySizes.max}`,
        );
      }
    }
  }
}

/** The sizes of array jobs that are written as numbers. */
function* literalSizes(args: Node): Generator<number> {
  for (const node of descend(args)) {
    if (node.kind !== "object") continue;
    const array = node.entries.find(([key]) => key === "ArrayProperties")?.[1];
    const size = array?.kind === "object" && array.entries.find(([key]) => key === "Size")?.[1];
    if (size && size.kind === "literal" && typeof size.value === "number") yield size.value;
  }
}

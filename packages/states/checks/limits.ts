import { labelPattern, limits } from "@batchline/asl";
import { arraySizes } from "@batchline/aws-facts";
import { everyStep, type MapStep, type Sequence } from "../core/step.ts";
import type { StatesError } from "../errors.ts";
import { descend, type Node } from "../expression/node.ts";
import { problemOf } from "./problem.ts";

/** Limits of Step Functions and of Batch that can be checked before the machine runs. */
export function* limitProblems(root: Sequence): Generator<StatesError> {
  for (const step of everyStep(root)) {
    if (step.kind === "map") yield* mapProblems(step);
    if (step.kind !== "task") continue;
    for (const size of literalSizes(step.arguments)) {
      if (size < arraySizes.least || size > arraySizes.most || !Number.isInteger(size)) {
        yield problemOf(
          "BL-S010",
          step,
          `an array job cannot have ${size} elements, but ${arraySizes.least}–${arraySizes.most}`,
        );
      }
    }
  }
}

function* mapProblems(step: MapStep): Generator<StatesError> {
  const { distribution, maxConcurrency } = step;
  const most = distribution === undefined ? limits.inlineConcurrency : limits.distributedConcurrency;
  const { reader, batcher, toleratedFailureCount, toleratedFailurePercentage } = distribution ?? {};
  const bounds: readonly (readonly [field: string, Node | undefined, least: number, most: number])[] = [
    ["maxConcurrency", maxConcurrency, 1, most],
    ["maxItems of the reader", reader && fieldOf(reader.config, "MaxItems"), 1, limits.itemsRead],
    ["maxItems of a batch", batcher?.maxItems, 1, limits.itemsRead],
    ["maxBytes of a batch", batcher?.maxBytes, 1, limits.payloadBytes],
    ["toleratedFailureCount", toleratedFailureCount, 0, limits.itemsRead],
    ["toleratedFailurePercentage", toleratedFailurePercentage, 0, 100],
  ];
  for (const [field, node, least, most] of bounds) {
    const wanted = node?.kind === "literal" ? Number(node.value) : undefined;
    if (wanted === undefined || (Number.isInteger(wanted) && wanted >= least && wanted <= most)) continue;
    yield problemOf("BL-S010", step, `${field} is ${wanted}, not ${least}–${most}`);
  }
  if (batcher && batcher.maxItems === undefined && batcher.maxBytes === undefined) {
    yield problemOf("BL-S012", step, "its batches have neither maxItems nor maxBytes");
  }
  const label = distribution?.label;
  if (label !== undefined && !labelPattern.test(label)) {
    yield problemOf(
      "BL-S002",
      step,
      `its label ${JSON.stringify(label)} is not 1–40 letters, digits, "-", "_" and "."`,
    );
  }
}

function fieldOf(node: Node, name: string): Node | undefined {
  return node.kind === "object" ? node.entries.find(([key]) => key === name)?.[1] : undefined;
}

/** The literal sizes of array jobs. */
function* literalSizes(args: Node): Generator<number> {
  for (const node of descend(args)) {
    const array = fieldOf(node, "ArrayProperties");
    const size = array && fieldOf(array, "Size");
    if (size?.kind === "literal" && typeof size.value === "number") yield size.value;
  }
}

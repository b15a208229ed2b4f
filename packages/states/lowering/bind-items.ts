import { everyStep, type MapStep, type Sequence } from "../core/step.ts";
import type { Node } from "../expression/node.ts";
import { liveVariables } from "./live-variables.ts";
import type { FreshName } from "./names.ts";

const input = (...path: string[]): Node => ({ kind: "reserved", path: ["input", ...path] });
const mapItem = (field: "Value" | "Index"): Node => ({
  kind: "reserved",
  path: ["context", "Map", "Item", field],
});

/** Adds a first state to each map's body that assigns its item and index to variables. Later states have another input,
 * and the context object's `Map.Item` is documented for the map's own fields only. */
export function bindItems(root: Sequence, freshName: FreshName): void {
  const live = liveVariables(root);
  for (const step of everyStep(root)) {
    if (step.kind !== "map") continue;
    const [item, index] = [live.has(step.item), live.has(step.index)];
    if (item || index) bind(step, index, freshName(step.name, "item"));
  }
}

function bind(step: MapStep, index: boolean, name: string): void {
  if (index) {
    step.selector = {
      kind: "object",
      entries: [
        ["item", mapItem("Value")],
        ["index", mapItem("Index")],
      ],
    };
  }
  step.body.steps.unshift({
    kind: "pass",
    name,
    place: step.place,
    assign: [
      { variable: step.item, value: index ? input("item") : input() },
      ...(index ? [{ variable: step.index, value: input("index") }] : []),
    ],
  });
}

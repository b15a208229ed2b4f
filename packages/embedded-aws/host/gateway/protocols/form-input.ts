import { inputShape, type ServiceModel, type Shape, shapeOf } from "../../../models/model.ts";
import { fromText } from "./from-text.ts";

/** A part of a form: the text of `a.b`, and what is below `a.b.`. */
interface Part {
  text?: string;
  readonly below: Map<string, Part>;
}

/** Names with more parts belong to no model. */
const deepest = 20;

/**
 * The input of an operation of AWS Query: `Tags.member.1.Key=a` is `{ Tags: [{ Key: "a" }] }`. A number that cannot be read stays
 * a text.
 */
export function formInput(model: ServiceModel, operation: string, form: URLSearchParams): unknown {
  const root: Part = { below: new Map() };
  for (const [name, text] of form) {
    const names = name.split(".", deepest + 1);
    if (names.length > deepest) continue;
    let part = root;
    for (const step of names) {
      const next = part.below.get(step) ?? { below: new Map() };
      part.below.set(step, next);
      part = next;
    }
    part.text ??= text;
  }
  const shape = inputShape(model, operation);
  return shape === undefined ? {} : read(model, root, shape);
}

function read(model: ServiceModel, part: Part, shape: Shape): unknown {
  switch (shape.t) {
    case "structure":
      return Object.fromEntries(
        Object.entries(shape.m ?? {}).flatMap(([name, reference]) => {
          const member = part.below.get(name);
          return member === undefined ? [] : [[name, read(model, member, shapeOf(model, reference))]];
        }),
      );
    case "list": {
      const of = shapeOf(model, shape.e ?? "!string");
      return items(part.below.get("member")).map((item) => read(model, item, of));
    }
    case "map": {
      const of = shapeOf(model, shape.v ?? "!string");
      return Object.fromEntries(
        items(part.below.get("entry")).map(({ below }) => {
          const { text: key = "" } = below.get("key") ?? below.get("Name") ?? {};
          const value = below.get("value") ?? below.get("Value");
          return [key, value === undefined ? null : read(model, value, of)];
        }),
      );
    }
    default:
      return part.text === undefined ? null : fromText(part.text, shape.t);
  }
}

/** In the order of their numbers, which may have gaps. */
function items(part: Part | undefined): Part[] {
  return [...(part?.below ?? [])].sort(([a], [b]) => Number(a) - Number(b)).map(([, item]) => item);
}

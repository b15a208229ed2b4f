import { type ServiceModel, type Shape, shapeOf } from "../../models/model.ts";
import type { Random } from "./random.ts";
import { mapKey, text } from "./texts.ts";

/** DynamoDB's values, and others that hold themselves. */
const deepest = 6;

/** A value for a shape: usually as the model wants it, sometimes not. */
export function value(
  random: Random,
  model: ServiceModel,
  reference: string,
  member: string,
  depth = 0,
): unknown {
  if (random.chance(0.03)) return wrong(random);
  const shape = shapeOf(model, reference);
  switch (shape.t) {
    case "string":
      return shape.enum !== undefined && random.chance(0.8) ? random.pick(shape.enum) : text(random, member);
    case "blob":
      return Buffer.from(text(random, member)).toString("base64");
    case "boolean":
      return random.chance(0.5);
    case "timestamp":
      return random.pick([0, 1_700_000_000, -1, 1e300, 1.5, "2026-01-01T00:00:00Z"]);
    case "integer":
    case "long":
    case "float":
    case "double":
      return number(random, shape);
    case "list":
      return list(random, model, shape, member, depth);
    case "map":
      return Object.fromEntries(
        random.times(size(random, depth), () => [
          mapKey(random, member),
          value(random, model, shape.v ?? "!string", member, depth + 1),
        ]),
      );
    case "structure":
      return structure(random, model, shape, depth);
  }
}

export function structure(
  random: Random,
  model: ServiceModel,
  shape: Shape,
  depth = 0,
): Record<string, unknown> {
  const members = Object.entries(shape.m ?? {});
  // One of many, as in DynamoDB's values.
  const union = shape.required === undefined && depth > 0 && members.length > 4;
  const only = union && random.chance(0.7) ? random.pick(members) : undefined;
  const chosen = members.filter(([name]) => {
    if (shape.required?.includes(name)) return random.chance(0.97);
    if (only !== undefined) return name === only[0];
    return depth < deepest && random.chance(0.3);
  });
  return Object.fromEntries(
    chosen.map(([name, type]) => [name, value(random, model, type, name, depth + 1)]),
  );
}

function list(random: Random, model: ServiceModel, shape: Shape, member: string, depth: number): unknown[] {
  const one = () => value(random, model, shape.e ?? "!string", member, depth + 1);
  if (depth > 1 || !random.chance(0.02)) return random.times(size(random, depth), one);
  const many = one();
  const length = JSON.stringify(many)?.length ?? 1;
  return Array(random.below(Math.ceil(200_000 / length))).fill(many);
}

function size(random: Random, depth: number): number {
  return depth > deepest ? 0 : random.below(4);
}

function number(random: Random, { min = 0, max = 100 }: Shape): number {
  return random.one([
    () => min + random.below(Math.min(max - min, 1000) + 1),
    () => min - 1,
    () => max + 1,
    () => random.pick([0, -1, 1.5, 2 ** 31, 2 ** 53, 1e308, -(2 ** 31)]),
  ]);
}

/** Of a type that nobody expects. */
function wrong(random: Random): unknown {
  return random.one<unknown>([
    () => null,
    () => 42,
    () => true,
    () => [],
    () => ({}),
    () => "x",
    () => [[null]],
    () => ({ __proto__: null, constructor: { prototype: 1 } }),
    () => nested(random.below(3000)),
  ]);
}

function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { M: value };
  return value;
}

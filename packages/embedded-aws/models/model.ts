import { readFileSync } from "node:fs";
import { type Addition, additions } from "./sensitive.ts";

/** The services whose models are here, by botocore's names. */
export type ModelName =
  | "batch"
  | "dynamodb"
  | "ecs"
  | "events"
  | "glue"
  | "lambda"
  | "logs"
  | "s3"
  | "scheduler"
  | "secretsmanager"
  | "sesv2"
  | "sns"
  | "sqs"
  | "stepfunctions"
  | "sts";

export type Kind =
  | "string"
  | "blob"
  | "boolean"
  | "timestamp"
  | "integer"
  | "long"
  | "float"
  | "double"
  | "list"
  | "map"
  | "structure";

/** A type of a model. Other types are named: by the key of a shape, or `!string` for a plain type. */
export interface Shape extends Partial<Addition> {
  readonly t: Kind;
  /** Least length of a text (in characters), of bytes, a list or a map; least value of a number. */
  readonly min?: number;
  readonly max?: number;
  readonly enum?: readonly string[];
  /** A regular expression of Java that the whole text matches. */
  readonly pattern?: string;
  /** The members of a structure, in AWS's order, with their types. */
  readonly m?: Readonly<Record<string, string>>;
  readonly required?: readonly string[];
  /** The type of a list's members. */
  readonly e?: string;
  /** The types of a map's keys and values. */
  readonly k?: string;
  readonly v?: string;
}

/** What AWS publishes about a service's requests. */
export interface ServiceModel {
  readonly service: ModelName;
  /** Operation → its input's shape. */
  readonly operations: Readonly<Record<string, string>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

const models = new Map<ModelName, ServiceModel>();
const plain = new Map<string, Shape>();

/** The model of a service. It is read when first needed. */
export function serviceModel(name: ModelName): ServiceModel {
  const known = models.get(name);
  if (known !== undefined) return known;
  const file = new URL(`./${name}.json`, import.meta.url);
  const model: { shapes: Record<string, Shape> } & ServiceModel = JSON.parse(readFileSync(file, "utf8"));
  for (const [shape, addition] of Object.entries(additions[name] ?? {}))
    model.shapes[shape] = { ...shapeOf(model, shape), ...addition };
  models.set(name, model);
  return model;
}

/**
 * The shape that `reference` names.
 * @example shapeOf(serviceModel("batch"), "!string") // { t: "string" }
 */
export function shapeOf(model: ServiceModel, reference: string): Shape {
  if (!reference.startsWith("!")) {
    const shape = model.shapes[reference];
    if (shape === undefined) throw new TypeError(`the model of ${model.service} has no shape ${reference}`);
    return shape;
  }
  const shape = plain.get(reference) ?? { t: reference.slice(1) as Kind };
  plain.set(reference, shape);
  return shape;
}

/** The shape of an operation's input; undefined for an operation that the model does not have. */
export function inputShape(model: ServiceModel, operation: string): Shape | undefined {
  const name = Object.hasOwn(model.operations, operation) ? model.operations[operation] : undefined;
  return name === undefined ? undefined : shapeOf(model, name);
}

export function hasOperation(model: ServiceModel, operation: string): boolean {
  return Object.hasOwn(model.operations, operation);
}

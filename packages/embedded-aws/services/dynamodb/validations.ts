import { createRequire } from "node:module";
import type { Custom, Types } from "dynalite/validations/index.js";
import { operandProblem } from "./expressions.ts";
import type { DynaliteOperation, Requests } from "./requests.ts";

const load = createRequire(import.meta.url);

/** What the members of a request are, and what else it must meet. */
export interface Validation<Request> {
  readonly types: Types;
  readonly custom: Custom<Request>;
}

/** dynalite's checks of an operation's request, and those that it lacks. */
export function validationOf<O extends DynaliteOperation>(operation: O): Validation<Requests[O]> {
  const { types, custom }: Loaded<Requests[O]> = load(`dynalite/validations/${fileOf(operation)}`);
  const first = moreRules[operation];
  return {
    types: { ...types, ...moreTypes[operation] },
    custom: (request, store) => first?.(request) ?? custom?.(request, store) ?? operandProblem(request),
  };
}

type Loaded<Request> = Omit<Validation<Request>, "custom"> & Partial<Validation<Request>>;

/** dynalite has files for each operation. */
export function fileOf(operation: DynaliteOperation): string {
  return `${operation.charAt(0).toLowerCase()}${operation.slice(1)}.js`;
}

const conditional = { ReturnValuesOnConditionCheckFailure: { type: "String", enum: ["ALL_OLD", "NONE"] } };

/** Members that dynalite drops. All reads are consistent. */
const moreTypes: { readonly [O in DynaliteOperation]?: Types } = {
  DeleteItem: conditional,
  PutItem: conditional,
  Scan: { ConsistentRead: "Boolean" },
  UpdateItem: conditional,
};

const moreRules: { readonly [O in DynaliteOperation]?: (request: Requests[O]) => string | undefined } = {
  BatchWriteItem: ({ RequestItems }) =>
    Object.values(RequestItems).some((writes) =>
      writes.some((write) => write.PutRequest && write.DeleteRequest),
    )
      ? "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes"
      : undefined,
};

import { invalid } from "../errors.ts";
import { type AttributeValue, setOf, typeOf } from "../values/attribute-value.ts";
import { checkName, checkValue } from "../values/check-values.ts";
import { PathTree } from "./path-tree.ts";
import type { Change, Update } from "./update.ts";

/** One of a request's AttributeUpdates. */
export interface AttributeUpdate {
  /** `PUT`, `ADD` or `DELETE`. @default "PUT" */
  readonly Action?: string;
  readonly Value?: AttributeValue;
}

/** The update that AttributeUpdates are. Throws ValidationException. */
export function legacyUpdate(updates: Readonly<Record<string, AttributeUpdate>>): Update {
  const tree: Update = new PathTree();
  for (const [name, update] of Object.entries(updates)) {
    checkName(name);
    tree.add([name], changeOf(update));
  }
  return tree;
}

function changeOf({ Action = "PUT", Value }: AttributeUpdate): Change {
  if (Value === undefined) {
    if (Action !== "DELETE")
      throw invalid("Only DELETE action is allowed when no attribute value is specified");
    return { kind: "remove" };
  }
  checkValue(Value);
  const isSet = setOf(Value) !== undefined;
  if (Action === "DELETE") {
    if (!isSet) throw invalid(`DELETE action with value is not supported for the type ${typeOf(Value)}`);
    return { kind: "part", value: Value };
  }
  if (Action === "PUT") return { kind: "set", to: { kind: "value", value: Value } };
  if (!isSet && Value.N === undefined && Value.L === undefined)
    throw invalid(`ADD action is not supported for the type ${typeOf(Value)}`);
  return { kind: "join", value: Value };
}

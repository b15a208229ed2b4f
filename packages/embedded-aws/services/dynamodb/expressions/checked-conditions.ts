import { type AttributeType, type AttributeValue, isAttributeType } from "../values/attribute-value.ts";
import { order } from "../values/compare.ts";
import { type Comparator, type Condition, type Operand, orderedTypes } from "./condition.ts";
import { knownType, type OperandReader, wrongCount, wrongType } from "./operands.ts";
import { pathText } from "./path-tree.ts";

/** Values that IN can be given: DynamoDB's limit. */
const mostOptions = 100;

/** Functions of conditions with the number of their operands. */
const functions: ReadonlyMap<string, number> = new Map([
  ["attribute_exists", 1],
  ["attribute_not_exists", 1],
  ["attribute_type", 2],
  ["begins_with", 2],
  ["contains", 2],
  ["size", 1],
]);
/** Stands for an operand that is a problem. */
export const nowhere: Operand = { kind: "path", path: [] };

/** Whether conditions have a function of that name. */
export function isFunction(name: string): boolean {
  return functions.has(name);
}

/** Makes conditions of operands, and reports operands that do not fit to the reader. */
export class CheckedConditions {
  readonly #reader: OperandReader;

  constructor(reader: OperandReader) {
    this.#reader = reader;
  }

  /** A function that is a condition, or `size`. One that is not known stands for a path. */
  call(name: string, operands: readonly Operand[]): Operand | Condition {
    const reader = this.#reader;
    const count = functions.get(name);
    const [of = nowhere, other = nowhere] = operands;
    if (count === undefined) return nowhere;
    if (operands.length !== count) {
      reader.problem("form", wrongCount(name, operands.length));
      return name === "size" ? { kind: "size", of } : { kind: "contains", of, part: other };
    }
    if (count === 2) this.#checkDistinct(name, of, other);
    switch (name) {
      case "size":
        return this.#size(of);
      case "attribute_exists":
      case "attribute_not_exists":
        if (of.kind !== "path")
          reader.problem(
            "use",
            `Operator or function requires a document path; operator or function: ${name}`,
          );
        return { kind: name, path: of.kind === "path" ? of.path : [] };
      case "attribute_type":
        return { kind: name, of, type: this.#typeName(other) };
      case "begins_with":
        for (const operand of operands)
          this.#checkType(name, operand, (type) => type === "S" || type === "B");
        return { kind: name, of, prefix: other };
      default:
        return { kind: "contains", of, part: other };
    }
  }

  /** Reports a function that conditions do not have. */
  checkName(name: string): void {
    if (functions.has(name)) return;
    const isUpdates = name === "if_not_exists" || name === "list_append";
    if (isUpdates)
      this.#reader.problem(
        "form",
        `The function is not allowed in a condition expression; function: ${name}`,
      );
    else this.#reader.problem("form", `Invalid function name; function: ${name}`);
  }

  #size(of: Operand): Operand {
    this.#checkType("size", of, (type) => type !== "N" && type !== "BOOL" && type !== "NULL");
    return { kind: "size", of };
  }

  #typeName(operand: Operand): string {
    const name = operand.kind === "value" ? operand.value.S : undefined;
    if (name === undefined)
      this.#reader.problem("use", wrongType("attribute_type", typeOfOperand(operand) ?? allTypes));
    else if (!isAttributeType(name))
      this.#reader.problem(
        "use",
        `Invalid attribute type name found; type: ${name}, valid types: ${allTypes}`,
      );
    return name ?? "";
  }

  /** `left by right`. */
  compare(left: Operand, by: Comparator, right: Operand): Condition {
    this.#checkDistinct(by, left, right);
    if (by !== "=" && by !== "<>")
      for (const operand of [left, right]) this.#checkType(by, operand, (type) => orderedTypes.has(type));
    return { kind: "compare", by, left, right };
  }

  /** `of BETWEEN low AND high`. */
  between(of: Operand, low: Operand, high: Operand): Condition {
    for (const operand of [of, low, high])
      this.#checkType("BETWEEN", operand, (type) => orderedTypes.has(type));
    for (const bound of [low, high]) this.#checkDistinct("BETWEEN", of, bound);
    if (low.kind === "value" && high.kind === "value") {
      const found = order(low.value, high.value);
      const bounds = `lower bound operand: AttributeValue: ${attributeText(low.value)}, upper bound operand: AttributeValue: ${attributeText(high.value)}`;
      if (knownType(low.value) !== knownType(high.value))
        this.#reader.problem(
          "use",
          `The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`,
        );
      else if (found !== undefined && found > 0)
        this.#reader.problem(
          "use",
          `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`,
        );
    }
    return { kind: "between", of, low, high };
  }

  /** `of IN (options)`. */
  oneOf(of: Operand, options: readonly Operand[]): Condition {
    if (options.length > mostOptions) this.#reader.problem("use", tooMany(options.length));
    for (const option of options) this.#checkDistinct("IN", of, option);
    return { kind: "in", of, options };
  }

  #checkDistinct(name: string, first: Operand, other: Operand): void {
    if (first.kind !== "path" || other.kind !== "path") return;
    const path = pathText(first.path);
    if (path !== pathText(other.path)) return;
    const what =
      "The first operand must be distinct from the remaining operands for this operator or function";
    this.#reader.problem("use", `${what}; operator: ${name}, first operand: ${path}`);
  }

  #checkType(name: string, operand: Operand, allows: (type: AttributeType) => boolean): void {
    const type = typeOfOperand(operand);
    if (type !== undefined && !allows(type)) this.#reader.problem("use", wrongType(name, type));
  }
}

function typeOfOperand(operand: Operand): AttributeType | undefined {
  if (operand.kind === "size") return "N";
  return operand.kind === "value" ? knownType(operand.value) : undefined;
}

function attributeText(value: AttributeValue): string {
  const { B } = value;
  if (B === undefined)
    return `{${Object.entries(value)
      .map(([type, content]) => `${type}:${content}`)
      .join()}}`;
  const length = Buffer.byteLength(B, "base64");
  return `{B:java.nio.HeapByteBuffer[pos=0 lim=${length} cap=${length}]}`;
}

const allTypes = "{N,BS,L,B,NULL,M,S,SS,NS,BOOL}";
const tooMany = (count: number) =>
  `The IN operator is provided with too many operands; number of operands: ${count}`;

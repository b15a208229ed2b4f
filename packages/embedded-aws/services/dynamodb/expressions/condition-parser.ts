import { type AttributeType, type AttributeValue, isAttributeType } from "../values/attribute-value.ts";
import { order } from "../values/compare.ts";
import { type Comparator, type Condition, type Operand, orderedTypes } from "./condition.ts";
import { knownType, OperandReader, wrongCount, wrongType } from "./operands.ts";
import { pathText } from "./path-tree.ts";
import type { Placeholders } from "./placeholders.ts";

/** Values that IN can be given: DynamoDB's limit. */
const mostOptions = 100;

const comparators: ReadonlySet<string> = new Set(["=", "<>", "<", "<=", ">", ">="]);
/** Functions of conditions with the number of their operands. */
const functions: ReadonlyMap<string, number> = new Map([
  ["attribute_exists", 1],
  ["attribute_not_exists", 1],
  ["attribute_type", 2],
  ["begins_with", 2],
  ["contains", 2],
  ["size", 1],
]);
const nowhere: Operand = { kind: "path", path: [] };

/** A parsed condition, and the top-level attributes that it names, or names parts of. */
export interface ParsedCondition {
  readonly condition: Condition;
  readonly attributes: ReadonlySet<string>;
  readonly nested: ReadonlySet<string>;
}

/** Parses `text`, the request's parameter of that name. Throws ValidationException. Linear in the text's length. */
export function parseCondition(parameter: string, text: string, placeholders: Placeholders): ParsedCondition {
  const parser = new ConditionParser(parameter, text, placeholders);
  const condition = parser.whole();
  const { attributes, nested } = parser.reader;
  return { condition, attributes, nested };
}

type Node = Operand | Condition;

class ConditionParser {
  readonly reader: OperandReader;
  /** Nodes in parentheses. */
  readonly #wrapped = new WeakSet<Node>();

  constructor(parameter: string, text: string, placeholders: Placeholders) {
    this.reader = new OperandReader(parameter, text, {
      placeholders,
      order: ["parens", "form", "use"],
    });
  }

  whole(): Condition {
    const condition = this.#condition(this.#or());
    this.reader.end();
    return condition;
  }

  #or(): Node {
    let left = this.#and();
    while (this.#takesOperator("OR"))
      left = { kind: "or", left: this.#condition(left), right: this.#condition(this.#and()) };
    return left;
  }

  #and(): Node {
    let left = this.#not();
    while (this.#takesOperator("AND"))
      left = { kind: "and", left: this.#condition(left), right: this.#condition(this.#not()) };
    return left;
  }

  #not(): Node {
    let count = 0;
    while (this.#takesOperator("NOT")) count += 1;
    let node = this.#comparison();
    for (; count > 0; count -= 1) node = { kind: "not", of: this.#condition(node) };
    return node;
  }

  #comparison(): Node {
    const { tokens } = this.reader;
    const left = this.#atom();
    const { kind, text } = tokens.next;
    if (kind === "sign" && isComparator(text)) {
      this.#count();
      tokens.take();
      return this.#compare(this.#operand(left), text, this.#operand(this.#atom()));
    }
    if (this.#takesOperator("BETWEEN")) {
      const low = this.#operand(this.#atom());
      if (!tokens.takesWord("AND")) throw tokens.unexpected();
      return this.#between(this.#operand(left), low, this.#operand(this.#atom()));
    }
    if (this.#takesOperator("IN")) {
      const [of, options] = [this.#operand(left), this.#list()];
      if (options.length > mostOptions) this.reader.problem("use", tooMany(options.length));
      for (const option of options) this.#checkDistinct("IN", of, option);
      return { kind: "in", of, options };
    }
    return left;
  }

  #atom(): Node {
    const { reader } = this;
    const { tokens } = reader;
    if (tokens.takes("(")) {
      const node = this.#or();
      tokens.need(")");
      if (this.#wrapped.has(node) || isOperand(node))
        reader.problem("parens", "The expression has redundant parentheses;");
      this.#wrapped.add(node);
      return node;
    }
    if (tokens.next.kind === "valueRef") return { kind: "value", value: reader.value() };
    if (tokens.next.kind === "name" && tokens.isBefore("(") && !tokens.isWord("IN")) {
      const { text: name } = tokens.take();
      this.#checkName(name);
      return this.#call(name, this.#list());
    }
    if (!reader.isPath || ["AND", "OR", "NOT", "IN", "BETWEEN"].some((word) => tokens.isWord(word)))
      throw tokens.unexpected();
    return { kind: "path", path: reader.path() };
  }

  /** Operands in parentheses. */
  #list(): Operand[] {
    const { tokens } = this.reader;
    tokens.need("(");
    const operands = [this.#operand(this.#atom())];
    while (tokens.takes(",")) operands.push(this.#operand(this.#atom()));
    tokens.need(")");
    return operands;
  }

  #call(name: string, operands: readonly Operand[]): Node {
    const { reader } = this;
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

  #checkName(name: string): void {
    if (functions.has(name)) return;
    const isUpdates = name === "if_not_exists" || name === "list_append";
    if (isUpdates)
      this.reader.problem("form", `The function is not allowed in a condition expression; function: ${name}`);
    else this.reader.problem("form", `Invalid function name; function: ${name}`);
  }

  #size(of: Operand): Operand {
    this.#checkType("size", of, (type) => type !== "N" && type !== "BOOL" && type !== "NULL");
    return { kind: "size", of };
  }

  #typeName(operand: Operand): string {
    const name = operand.kind === "value" ? operand.value.S : undefined;
    if (name === undefined)
      this.reader.problem("use", wrongType("attribute_type", typeOfOperand(operand) ?? allTypes));
    else if (!isAttributeType(name))
      this.reader.problem(
        "use",
        `Invalid attribute type name found; type: ${name}, valid types: ${allTypes}`,
      );
    return name ?? "";
  }

  #compare(left: Operand, by: Comparator, right: Operand): Condition {
    this.#checkDistinct(by, left, right);
    if (by !== "=" && by !== "<>")
      for (const operand of [left, right]) this.#checkType(by, operand, (type) => orderedTypes.has(type));
    return { kind: "compare", by, left, right };
  }

  #between(of: Operand, low: Operand, high: Operand): Condition {
    for (const operand of [of, low, high])
      this.#checkType("BETWEEN", operand, (type) => orderedTypes.has(type));
    for (const bound of [low, high]) this.#checkDistinct("BETWEEN", of, bound);
    if (low.kind === "value" && high.kind === "value") {
      const found = order(low.value, high.value);
      const bounds = `lower bound operand: AttributeValue: ${attributeText(low.value)}, upper bound operand: AttributeValue: ${attributeText(high.value)}`;
      if (knownType(low.value) !== knownType(high.value))
        this.reader.problem(
          "use",
          `The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`,
        );
      else if (found !== undefined && found > 0)
        this.reader.problem(
          "use",
          `The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`,
        );
    }
    return { kind: "between", of, low, high };
  }

  #checkDistinct(name: string, first: Operand, other: Operand): void {
    if (first.kind !== "path" || other.kind !== "path") return;
    const path = pathText(first.path);
    if (path !== pathText(other.path)) return;
    const what =
      "The first operand must be distinct from the remaining operands for this operator or function";
    this.reader.problem("use", `${what}; operator: ${name}, first operand: ${path}`);
  }

  #checkType(name: string, operand: Operand, allows: (type: AttributeType) => boolean): void {
    const type = typeOfOperand(operand);
    if (type !== undefined && !allows(type)) this.reader.problem("use", wrongType(name, type));
  }

  #takesOperator(word: string): boolean {
    if (this.reader.tokens.isWord(word)) this.#count();
    return this.reader.tokens.takesWord(word);
  }

  #count(): void {
    this.reader.tokens.countOperator();
  }

  /** A node that must be a condition. */
  #condition(node: Node): Condition {
    if (!isOperand(node)) return node;
    if (node.kind !== "size") {
      // A function that is not known stands for a path.
      if (node !== nowhere) throw this.reader.tokens.unexpected();
    } else this.#misused("size");
    return { kind: "attribute_exists", path: [] };
  }

  /** A node that must be an operand. */
  #operand(node: Node): Operand {
    if (isOperand(node)) return node;
    if (!functions.has(node.kind)) throw this.reader.tokens.unexpected();
    this.#misused(node.kind);
    return nowhere;
  }

  #misused(name: string): void {
    const what = "The function is not allowed to be used this way in an expression";
    this.reader.problem("form", `${what}; function: ${name}`);
  }
}

function isComparator(text: string): text is Comparator {
  return comparators.has(text);
}

function isOperand(node: Node): node is Operand {
  return node.kind === "path" || node.kind === "value" || node.kind === "size";
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

import type { AttributeType, AttributeValue } from "../values/attribute-value.ts";
import { knownType, OperandReader, wrongCount, wrongType } from "./operands.ts";
import { type Path, PathTree } from "./path-tree.ts";
import type { Placeholders } from "./placeholders.ts";
import type { Change, Source, Update } from "./update.ts";

/** A parsed update, and the top-level attributes that it names, or names parts of. */
export interface ParsedUpdate {
  readonly update: Update;
  readonly attributes: ReadonlySet<string>;
  readonly nested: ReadonlySet<string>;
}

/** Parses an UpdateExpression. Throws ValidationException. Linear in the text's length. */
export function parseUpdate(text: string, placeholders: Placeholders): ParsedUpdate {
  const parser = new UpdateParser(text, placeholders);
  parser.sections();
  return parser;
}

class UpdateParser implements ParsedUpdate {
  readonly update: Update = new PathTree();
  readonly #reader: OperandReader;
  readonly #sections = new Set<string>();
  readonly #actions: ReadonlyMap<string, () => Change> = new Map<string, () => Change>([
    ["SET", () => this.#set()],
    ["REMOVE", () => ({ kind: "remove" })],
    ["ADD", () => ({ kind: "add", value: this.#operand("ADD") })],
    ["DELETE", () => ({ kind: "delete", value: this.#operand("DELETE") })],
  ]);

  constructor(text: string, placeholders: Placeholders) {
    this.#reader = new OperandReader("UpdateExpression", text, {
      placeholders,
      order: ["form", "section", "overlap", "conflict", "use"],
    });
  }

  get attributes(): ReadonlySet<string> {
    return this.#reader.attributes;
  }

  get nested(): ReadonlySet<string> {
    return this.#reader.nested;
  }

  sections(): void {
    do this.#section();
    while (this.#reader.tokens.next.kind !== "end");
    this.#reader.end();
  }

  #section(): void {
    const { tokens } = this.#reader;
    const { kind, text } = tokens.next;
    const name = text.toUpperCase();
    const change = kind === "name" ? this.#actions.get(name) : undefined;
    if (change === undefined) throw tokens.unexpected();
    tokens.take();
    if (this.#sections.has(name))
      this.#reader.problem("section", `The "${name}" section can only be used once in an update expression;`);
    this.#sections.add(name);
    do {
      const path = this.#reader.path();
      this.#add(path, change());
    } while (tokens.takes(","));
  }

  #set(): Change {
    this.#reader.tokens.need("=");
    return { kind: "set", to: this.#sum() };
  }

  #add(path: Path, change: Change): void {
    const problem = this.update.add(path, change);
    if (problem) this.#reader.problem(problem.kind, problem.message);
  }

  /** The value of ADD or DELETE. */
  #operand(operator: "ADD" | "DELETE"): AttributeValue {
    const value = this.#reader.value();
    const name = typeNames[knownType(value) ?? "SS"];
    if (name !== undefined && !(operator === "ADD" && name === "NUMBER")) {
      const what = "Incorrect operand type for operator or function";
      this.#reader.problem(
        "use",
        `${what}; operator: ${operator}, operand type: ${name}, typeSet: ALLOWED_FOR_${operator}_OPERAND`,
      );
    }
    return value;
  }

  #sum(): Source {
    const { tokens } = this.#reader;
    if (tokens.takes("(")) {
      const inner = this.#sum();
      tokens.need(")");
      return inner;
    }
    const left = this.#source();
    const kind = tokens.next.text;
    if (tokens.next.kind !== "sign" || (kind !== "+" && kind !== "-")) return left;
    tokens.countOperator();
    tokens.take();
    const right = this.#source();
    for (const operand of [left, right]) this.#checkType(kind, operand, "N");
    return { kind, left, right };
  }

  #source(): Source {
    const { tokens } = this.#reader;
    if (tokens.next.kind === "valueRef") return { kind: "value", value: this.#reader.value() };
    if (tokens.next.kind === "name" && tokens.isBefore("(")) return this.#call();
    return { kind: "path", path: this.#reader.path() };
  }

  #call(): Source {
    const { tokens } = this.#reader;
    const { text: name } = tokens.take();
    tokens.need("(");
    const operands = [this.#source()];
    while (tokens.takes(",")) operands.push(this.#source());
    tokens.need(")");
    const [left = nothing, right = nothing] = operands;
    if (name !== "if_not_exists" && name !== "list_append") {
      const isOther = conditionFunctions.has(name);
      if (isOther)
        this.#reader.problem(
          "form",
          `The function is not allowed in an update expression; function: ${name}`,
        );
      else this.#reader.problem("form", `Invalid function name; function: ${name}`);
      return nothing;
    }
    for (const operand of operands) if (operand.kind === "list_append") this.#misused();
    if (operands.length !== 2) this.#reader.problem("use", wrongCount(name, operands.length));
    else if (name === "list_append") for (const operand of operands) this.#checkType(name, operand, "L");
    else if (left.kind !== "path")
      this.#reader.problem(
        "use",
        `Operator or function requires a document path; operator or function: ${name}`,
      );
    if (name === "list_append") return { kind: name, left, right };
    return { kind: name, path: left.kind === "path" ? left.path : [], otherwise: right };
  }

  #misused(): void {
    const what = "The function is not allowed to be used this way in an expression";
    this.#reader.problem("form", `${what}; function: list_append`);
  }

  #checkType(name: string, operand: Source, wanted: AttributeType): void {
    const type = operand.kind === "value" ? knownType(operand.value) : undefined;
    if (type !== undefined && type !== wanted) this.#reader.problem("use", wrongType(name, type));
  }
}

const nothing: Source = { kind: "value", value: { NULL: true } };

const conditionFunctions: ReadonlySet<string> = new Set([
  ...["attribute_exists", "attribute_not_exists", "attribute_type", "begins_with", "contains", "size"],
]);

/** Types other than sets, as the errors of ADD and DELETE name them. */
const typeNames: Partial<Record<AttributeType, string>> = {
  S: "STRING",
  N: "NUMBER",
  B: "BINARY",
  NULL: "NULL",
  BOOL: "BOOLEAN",
  L: "LIST",
  M: "MAP",
};

import { CheckedConditions, isFunction, nowhere } from "./checked-conditions.ts";
import type { Comparator, Condition, Operand } from "./condition.ts";
import { OperandReader } from "./operands.ts";
import type { Placeholders } from "./placeholders.ts";

const comparators: ReadonlySet<string> = new Set(["=", "<>", "<", "<=", ">", ">="]);
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
  readonly #conditions: CheckedConditions;

  constructor(parameter: string, text: string, placeholders: Placeholders) {
    this.reader = new OperandReader(parameter, text, {
      placeholders,
      order: ["parens", "form", "use"],
    });
    this.#conditions = new CheckedConditions(this.reader);
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
      return this.#conditions.compare(this.#operand(left), text, this.#operand(this.#atom()));
    }
    if (this.#takesOperator("BETWEEN")) {
      const low = this.#operand(this.#atom());
      if (!tokens.takesWord("AND")) throw tokens.unexpected();
      return this.#conditions.between(this.#operand(left), low, this.#operand(this.#atom()));
    }
    if (this.#takesOperator("IN")) {
      return this.#conditions.oneOf(this.#operand(left), this.#list());
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
      this.#conditions.checkName(name);
      return this.#conditions.call(name, this.#list());
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
    if (!isFunction(node.kind)) throw this.reader.tokens.unexpected();
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

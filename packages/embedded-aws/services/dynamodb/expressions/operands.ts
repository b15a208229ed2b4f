import type { AttributeType, AttributeValue } from "../values/attribute-value.ts";
import { typeOf } from "../values/attribute-value.ts";
import { Tokens } from "./lexer.ts";
import type { Path } from "./path-tree.ts";
import type { Placeholders } from "./placeholders.ts";
import { Problems } from "./problems.ts";
import { isReserved } from "./reserved-words.ts";

/**
 * AWS looks at an expression in turns. `form` are names and functions that cannot be, `use` are placeholders that are not
 * defined and operands that do not fit.
 */
type ProblemKind = "parens" | "form" | "section" | "overlap" | "conflict" | "use";

/** DynamoDB's limits of a path. */
const deepestPath = 32;
const largestIndex = 2 ** 31 - 1;

/** The parts of all expressions: paths and values. It collects problems until the expression is read. */
export class OperandReader {
  readonly tokens: Tokens;
  /** Top-level attributes that the expression names. */
  readonly attributes = new Set<string>();
  /** Top-level attributes that the expression names parts of. */
  readonly nested = new Set<string>();
  readonly #placeholders: Placeholders;
  readonly #problems: Problems<ProblemKind>;

  /** `order` has the kinds of problems that this kind of expression has. */
  constructor(
    parameter: string,
    text: string,
    options: { readonly placeholders: Placeholders; readonly order: readonly ProblemKind[] },
  ) {
    this.tokens = new Tokens(parameter, text);
    this.#placeholders = options.placeholders;
    this.#problems = new Problems(options.order);
  }

  problem(kind: ProblemKind, message: string): void {
    this.#problems.add(kind, message);
  }

  /** Whether the next token starts a path. */
  get isPath(): boolean {
    const { kind } = this.tokens.next;
    return kind === "name" || kind === "nameRef";
  }

  path(): Path {
    const head = this.#name();
    const path: (string | number)[] = [head];
    for (;;) {
      if (this.tokens.takes(".")) path.push(this.#name());
      else if (this.tokens.takes("[")) {
        if (this.tokens.next.kind !== "number") throw this.tokens.unexpected();
        path.push(this.#index(this.tokens.take().text));
        this.tokens.need("]");
      } else break;
    }
    if (path.length > deepestPath)
      this.problem("use", `The document path has too many nesting levels; nesting levels: ${path.length}`);
    this.attributes.add(head);
    if (path.length > 1) this.nested.add(head);
    return path;
  }

  /** The value of a placeholder. One that is not defined is a problem, and stands for an empty text. */
  value(): AttributeValue {
    if (this.tokens.next.kind !== "valueRef") throw this.tokens.unexpected();
    const { text } = this.tokens.take();
    const value = this.#placeholders.value(text);
    if (value !== undefined) return value;
    const what = "An expression attribute value used in expression is not defined";
    this.problem("use", `${what}; attribute value: ${text}`);
    return { S: "" };
  }

  /** Throws ValidationException unless all is read and without problems. */
  end(): void {
    if (this.tokens.next.kind !== "end") throw this.tokens.unexpected();
    const { first } = this.#problems;
    if (first !== undefined) throw this.tokens.refused(first);
  }

  #index(digits: string): number {
    const index = Number(digits);
    if (index > largestIndex)
      this.problem("form", `List index is not within the allowable range; index: [${digits}]`);
    return index;
  }

  #name(): string {
    if (!this.isPath) throw this.tokens.unexpected();
    const { kind, text } = this.tokens.take();
    if (kind === "name") {
      if (isReserved(text))
        this.problem("form", `Attribute name is a reserved keyword; reserved keyword: ${text}`);
      return text;
    }
    const name = this.#placeholders.name(text);
    if (name !== undefined) return name;
    const what = "An expression attribute name used in the document path is not defined";
    this.problem("use", `${what}; attribute name: ${text}`);
    return text;
  }
}

/** The problem of a value that an operator or function cannot take. */
export function wrongType(name: string, type: string): string {
  return `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${type}`;
}

/** The problem of a function or operator with another number of operands. */
export function wrongCount(name: string, count: number): string {
  return `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${count}`;
}

/** The type of a value; undefined for a path. */
export function knownType(value: AttributeValue | undefined): AttributeType | undefined {
  return value && typeOf(value);
}

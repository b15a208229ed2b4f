import { validation } from "../errors.ts";

/** A name, placeholder, number, or sign of an expression. The last token is empty: the end. */
export interface Token {
  readonly kind: "name" | "nameRef" | "valueRef" | "number" | "sign" | "end";
  readonly text: string;
  readonly start: number;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters */
const longestExpression = 4096;
const mostOperators = 300;
/** Deeper parentheses are redundant, or have too many operators. */
const deepestNesting = 1400;

const syntax =
  /[ \t\r\n]+|(?<name>[A-Za-z][A-Za-z0-9_]*)|(?<nameRef>#[A-Za-z0-9_]+)|(?<valueRef>:[A-Za-z0-9_]+)|(?<number>[0-9]+)|(?<sign><=|>=|<>|[-=<>+(),.[\]])/y;

/** The tokens of an expression, one after the other. It knows which parameter the expression is, for errors. */
export class Tokens {
  readonly #parameter: string;
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;
  #operators = 0;

  /** Throws ValidationException for an expression that is empty, too long, or has characters that no token has. */
  constructor(parameter: string, text: string) {
    this.#parameter = parameter;
    this.#text = text;
    if (text === "") throw this.refused("The expression can not be empty;");
    const bytes = Buffer.byteLength(text);
    // AWS does not say how long an update is.
    const size = parameter === "UpdateExpression" ? "" : ` expression size: ${bytes}`;
    if (bytes > longestExpression)
      throw this.refused(`Expression size has exceeded the maximum allowed size;${size}`);
    this.#tokens = this.#split();
    this.#checkDepth();
  }

  get next(): Token {
    return this.#tokens[this.#at] ?? this.#end;
  }

  take(): Token {
    const token = this.next;
    this.#at += 1;
    return token;
  }

  /** Takes a sign if it is next. */
  takes(sign: string): boolean {
    const found = this.next.kind === "sign" && this.next.text === sign;
    if (found) this.#at += 1;
    return found;
  }

  /** Takes a keyword if it is next, in whatever case. */
  takesWord(word: string): boolean {
    const found = this.isWord(word);
    if (found) this.#at += 1;
    return found;
  }

  isWord(word: string): boolean {
    return this.next.kind === "name" && this.next.text.toUpperCase() === word;
  }

  /** Whether the token after the next one is that sign. */
  isBefore(sign: string): boolean {
    const token = this.#tokens[this.#at + 1];
    return token?.kind === "sign" && token.text === sign;
  }

  /** Takes a sign. Throws ValidationException for another token. */
  need(sign: string): void {
    if (!this.takes(sign)) throw this.unexpected();
  }

  /** Counts an operator. Throws ValidationException above the limit. */
  countOperator(): void {
    this.#operators += 1;
    if (this.#operators > mostOperators)
      throw this.refused(`The expression contains too many operators; operator count: ${mostOperators + 1}`);
  }

  /** The error of a token that cannot stand here. */
  unexpected(): Error {
    const { text, start } = this.next;
    const before = this.#tokens[this.#at - 1]?.start ?? start;
    const after = this.#tokens[this.#at + 1] ?? this.next;
    const near = this.#text.slice(before, after.start + after.text.length).trimEnd();
    return this.refused(`Syntax error; token: "${text === "" ? "<EOF>" : text}", near: "${near}"`);
  }

  refused(problem: string): Error {
    return validation(`Invalid ${this.#parameter}: ${problem}`);
  }

  get #end(): Token {
    return { kind: "end", text: "", start: this.#text.length };
  }

  #split(): Token[] {
    const text = this.#text;
    const tokens: Token[] = [];
    let start = 0;
    while (start < text.length) {
      syntax.lastIndex = start;
      const match = syntax.exec(text);
      if (match === null) throw this.#stray(start, tokens.at(-1)?.start ?? start);
      const [found] = match;
      for (const kind of kinds)
        if (match.groups?.[kind] !== undefined) tokens.push({ kind, text: found, start });
      start += found.length;
    }
    return [...tokens, this.#end];
  }

  #stray(at: number, before: number): Error {
    const token = String.fromCodePoint(this.#text.codePointAt(at) ?? 0);
    const near = this.#text.slice(before, at + token.length + 1);
    return this.refused(`Syntax error; token: "${token}", near: "${near}"`);
  }

  /** Before any parser goes as deep as the parentheses. */
  #checkDepth(): void {
    let deepest = 0;
    for (const { text } of this.#tokens) {
      if (text === "(") this.#depth += 1;
      if (text === ")") this.#depth -= 1;
      deepest = Math.max(deepest, this.#depth);
    }
    if (deepest <= deepestNesting) return;
    if (this.#depth === 0) throw this.refused("The expression has redundant parentheses;");
    this.#at = this.#tokens.length - 1;
    throw this.unexpected();
  }
}

const kinds = ["name", "nameRef", "valueRef", "number", "sign"] as const;

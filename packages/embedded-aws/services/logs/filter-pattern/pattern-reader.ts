import { invalidCharacters } from "./refused-pattern.ts";

/** Reads a structured filter pattern from left to right. White space before each part is skipped. */
export class PatternReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Whether `text` comes next; then it is read. */
  take(text: string): boolean {
    this.#skip();
    const isNext = this.#text.startsWith(text, this.#at);
    if (isNext) this.#at += text.length;
    return isNext;
  }

  /** Reads what `pattern`, a sticky expression, matches next; undefined if it does not match. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    this.#skip();
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) return undefined;
    this.#at = pattern.lastIndex;
    return found;
  }

  /** Throws InvalidParameterException unless `text` comes next. */
  expect(text: string): void {
    if (!this.take(text)) throw this.unexpected();
  }

  get isAtEnd(): boolean {
    this.#skip();
    return this.#at === this.#text.length;
  }

  /** The error for what comes next. */
  unexpected(): Error {
    return invalidCharacters(this.#text.slice(this.#at, this.#at + 1));
  }

  #skip(): void {
    while (/\s/.test(this.#text.charAt(this.#at))) this.#at++;
  }
}

import { maxRecordLength } from "./feed-record.ts";

/** One element of the array. */
export interface JsonElement {
  /** From 0. */
  readonly index: number;
  /** The line it starts on, from 1. */
  readonly line: number;
  /** Its text; absent when it is longer than `maxRecordLength`. */
  readonly text?: string;
}

type State =
  | "start" // before the outermost array or object.
  | "key" // in the object: a name, or the end.
  | "colon" // after a name.
  | "member" // after the colon: the array, or a value to skip.
  | "next member" // after a value in the object.
  | "element" // in the array: an element, or the end.
  | "next element" // after an element.
  | "end"; // after the outermost array or object.

/** The value that is skipped or kept. */
interface Value {
  readonly kind: "key" | "member" | "element";
  readonly line: number;
  /** Its text so far; undefined when it is skipped or too long. */
  text: string | undefined;
  depth: number;
  inString: boolean;
  escaped: boolean;
  /** A number or a word, which ends before the next delimiter. */
  readonly bare: boolean;
}

/**
 * Cuts a JSON array into the texts of its elements, one at a time. The array is the whole text, or `member` of the outermost object.
 * JSON.parse reads the elements. Memory is limited by `maxRecordLength` for any input; stream-json does not promise that.
 */
export class JsonElements {
  readonly #member: string;
  #state: State = "start";
  #value: Value | undefined;
  #inObject = false;
  #seen = false;
  #key: string | undefined;
  #index = 0;
  #line = 1;
  #problem: string | undefined;
  #found: JsonElement[] = [];

  constructor(member: string) {
    this.#member = member;
  }

  /** The elements that end in this piece. */
  read(piece: string): JsonElement[] {
    let keptFrom = 0;
    for (let at = 0; at < piece.length && this.#problem === undefined; at++) {
      const char = piece.charCodeAt(at);
      if (char === newline) this.#line++;
      const value = this.#value;
      if (value === undefined) {
        this.#between(char);
        keptFrom = at;
        continue;
      }
      const ended = this.#within(value, char);
      if (ended === "no") continue;
      const upTo = ended === "with" ? at + 1 : at;
      this.#keep(value, piece.slice(keptFrom, upTo));
      this.#end(value);
      // A bare value ends before a delimiter, which is read next.
      if (ended === "before") this.#between(char);
    }
    if (this.#value !== undefined) this.#keep(this.#value, piece.slice(keptFrom));
    const found = this.#found;
    this.#found = [];
    return found;
  }

  /** Call it at the end of the text. Returns the problem, if any. */
  end(): string | undefined {
    if (this.#problem !== undefined) return this.#problem;
    if (this.#state === "start" && this.#value === undefined) return "it is empty";
    if (this.#state !== "end") return `it ends in the middle, on line ${this.#line}`;
    return this.#seen ? undefined : `it has no array "${this.#member}"`;
  }

  #between(code: number): void {
    if (code <= space || code === byteOrderMark) return;
    const char = String.fromCharCode(code);
    const want = (expected: string) => {
      this.#problem = `${JSON.stringify(char)} on line ${this.#line}, where ${expected} should be`;
    };
    switch (this.#state) {
      case "start":
        if (char === "[") this.#openArray();
        else if (char === "{") {
          this.#inObject = true;
          this.#state = "key";
        } else want(`an array, or an object with "${this.#member}",`);
        return;
      case "key":
        if (char === "}") this.#state = "end";
        else if (char === '"') this.#begin("key", char);
        else want("a name in quotes");
        return;
      case "colon":
        if (char === ":") this.#state = "member";
        else want("a colon");
        return;
      case "member":
        if (this.#key !== JSON.stringify(this.#member)) this.#begin("member", char);
        else if (char === "[") this.#openArray();
        else want(`the array "${this.#member}"`);
        return;
      case "next member":
        if (char === ",") this.#state = "key";
        else if (char === "}") this.#state = "end";
        else want("a comma or }");
        return;
      case "element":
        if (char === "]") this.#closeArray();
        else this.#begin("element", char);
        return;
      case "next element":
        if (char === ",") this.#state = "element";
        else if (char === "]") this.#closeArray();
        else want("a comma or ]");
        return;
      case "end":
        want("nothing more");
    }
  }

  #openArray(): void {
    this.#seen = true;
    this.#state = "element";
  }

  #closeArray(): void {
    this.#state = this.#inObject ? "next member" : "end";
  }

  #begin(kind: Value["kind"], char: string): void {
    const inString = char === '"';
    const nested = char === "{" || char === "[";
    this.#value = {
      kind,
      line: this.#line,
      text: kind === "member" ? undefined : "",
      depth: nested ? 1 : 0,
      inString,
      escaped: false,
      bare: !inString && !nested,
    };
  }

  /** Whether the value ends with this character, before it, or not yet. */
  #within(value: Value, char: number): "no" | "with" | "before" {
    if (value.inString) {
      if (value.escaped) value.escaped = false;
      else if (char === backslash) value.escaped = true;
      else if (char === quote) {
        value.inString = false;
        if (value.depth === 0) return "with";
      }
      return "no";
    }
    if (value.bare) return char <= space || delimiters.has(char) ? "before" : "no";
    if (char === quote) value.inString = true;
    else if (openers.has(char)) value.depth++;
    else if (closers.has(char) && --value.depth === 0) return "with";
    return "no";
  }

  #keep(value: Value, text: string): void {
    if (value.text === undefined) return;
    value.text = value.text.length + text.length > maxRecordLength ? undefined : value.text + text;
  }

  #end(value: Value): void {
    this.#value = undefined;
    if (value.kind === "key") {
      this.#key = value.text;
      this.#state = "colon";
    } else if (value.kind === "member") {
      this.#state = "next member";
    } else {
      const { line, text } = value;
      this.#found.push({ index: this.#index++, line, ...(text === undefined ? {} : { text }) });
      this.#state = "next element";
    }
  }
}

const newline = 10;
const space = 32;
const byteOrderMark = 0xfeff;
const quote = 34;
const backslash = 92;
const codes = (text: string) => new Set([...text].map((char) => char.charCodeAt(0)));
const openers = codes("{[");
const closers = codes("}]");
const delimiters = codes(",]}:");

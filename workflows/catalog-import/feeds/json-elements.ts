import { maxRecordLength } from "./feed-record.ts";

/** One element of the array. */
export interface JsonElement {
  /** From 0. */
  readonly index: number;
  /** The line it starts on, from 1. */
  readonly line: number;
  /** Its text; absent when it is longer than a record may be. */
  readonly text?: string;
}

type State =
  | "start" // before the array or object that everything is in
  | "key" // in the object: a name, or its end
  | "colon" // after a name
  | "member" // after the colon: the array we look for, or a value to pass over
  | "next member" // after a value in the object
  | "element" // in the array: an element, or its end
  | "next element" // after an element
  | "end"; // after everything

/** The value being passed over or kept. */
interface Value {
  readonly kind: "key" | "member" | "element";
  readonly line: number;
  /** Its kept text so far; undefined when it is not kept or has become too long. */
  text: string | undefined;
  depth: number;
  inString: boolean;
  escaped: boolean;
  /** A number or a word: it ends before the next delimiter. */
  readonly bare: boolean;
}

/**
 * Cuts a JSON array, at the top or under `member` of a top-level object, into the texts of its elements,
 * without reading more of it than one element at a time. The elements' insides are JSON.parse's business. A
 * supplier's feed is not to be trusted, which stream-json says it is not made for: here memory is bounded by
 * `maxRecordLength`, whatever comes.
 */
export class JsonElements {
  readonly #member: string;
  #state: State = "start";
  #value: Value | undefined;
  #inObject = false;
  #seen = false;
  #key = "";
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
        this.#between(piece[at] ?? "", char);
        keptFrom = at;
        continue;
      }
      const ended = this.#within(value, char);
      if (ended === "no") continue;
      const upTo = ended === "with" ? at + 1 : at;
      this.#keep(value, piece.slice(keptFrom, upTo));
      this.#end(value);
      // A bare value ends at a delimiter that still has to be looked at.
      if (ended === "before") this.#between(piece[at] ?? "", char);
    }
    if (this.#value !== undefined) this.#keep(this.#value, piece.slice(keptFrom));
    const found = this.#found;
    this.#found = [];
    return found;
  }

  /** Call at the end of the text. What is wrong with it; undefined when nothing is. */
  end(): string | undefined {
    if (this.#problem !== undefined) return this.#problem;
    if (this.#state === "start" && this.#value === undefined) return "it is empty";
    if (this.#state !== "end") return `it ends in the middle, on line ${this.#line}`;
    return this.#seen ? undefined : `it has no array "${this.#member}"`;
  }

  #between(char: string, code: number): void {
    if (code <= space || char === "\uFEFF") return;
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

  /** Whether the value ends with this character, before it, or goes on. */
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
      this.#key = value.text ?? "";
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
const quote = 34;
const backslash = 92;
const codes = (text: string) => new Set([...text].map((char) => char.charCodeAt(0)));
const openers = codes("{[");
const closers = codes("}]");
const delimiters = codes(",]}:");

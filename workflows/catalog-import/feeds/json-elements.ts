import { maxRecordLength } from "./feed-record.ts";

/** One element of the array. */
export interface JsonElement {
  /** From 0. */
  readonly index: number;
  /** The line it starts on, from 1. */
  readonly line: number;
  /** Its text; undefined when it is longer than `maxRecordLength`. */
  readonly text: string | undefined;
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

/** The state after each of these characters. At others, a value begins in "member" and "element", and a name in "key". */
const nextStates: Readonly<Record<State, Readonly<Record<string, State | "after the array">>>> = {
  start: { "[": "element", "{": "key" },
  key: { "}": "end" },
  colon: { ":": "member" },
  member: { "[": "element" },
  "next member": { ",": "key", "}": "end" },
  element: { "]": "after the array" },
  "next element": { ",": "element", "]": "after the array" },
  end: {},
};

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
    const state = this.#state;
    const isOther = state === "member" && this.#key !== JSON.stringify(this.#member);
    const next = isOther ? undefined : nextStates[state][char];
    if (next === "after the array") this.#state = this.#key === undefined ? "end" : "next member";
    else if (next !== undefined) {
      this.#seen ||= char === "[";
      this.#state = next;
    } else if (state === "element" || isOther) this.#begin(isOther ? "member" : "element", char);
    else if (state === "key" && char === '"') this.#begin("key", char);
    else {
      const expected = {
        start: `an array, or an object with "${this.#member}",`,
        key: "a name in quotes",
        colon: "a colon",
        member: `the array "${this.#member}"`,
        "next member": "a comma or }",
        "next element": "a comma or ]",
        end: "nothing more",
      }[state];
      this.#problem = `${JSON.stringify(char)} on line ${this.#line}, where ${expected} should be`;
    }
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
    const { kind, line, text } = value;
    if (kind === "key") this.#key = text;
    else if (kind === "element") this.#found.push({ index: this.#index++, line, text });
    this.#state = afterValue[kind];
  }
}

const afterValue = { key: "colon", member: "next member", element: "next element" } as const;

const newline = 10;
const space = 32;
const byteOrderMark = 0xfeff;
const quote = 34;
const backslash = 92;
const codes = (text: string) => new Set([...text].map((char) => char.charCodeAt(0)));
const openers = codes("{[");
const closers = codes("}]");
const delimiters = codes(",]}:");

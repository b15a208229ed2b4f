type Container =
  | { readonly list: unknown[] }
  | { readonly fields: Record<string, unknown>; key: string; count: number };

const valuesPerStep = 5000;

/** Members of an object: a walk through more of them holds the event loop. */
const mostMembers = 50_000;

/** What JSON.parse returned without members that are null: AWS's protocols count them as absent. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  const given = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(given.map(([key, member]) => [key, withoutNulls(member)]));
}

/**
 * As JSON.parse, without members that are null. It yields now and then, so that a caller can do other work. Throws SyntaxError.
 * @param deepest at a deeper value `tooDeep` is called
 */
export function* jsonInSteps(text: string, deepest: number, tooDeep: () => never): Generator<void, unknown> {
  const reader = new Reader(text);
  const open: Container[] = [];
  for (let values = 1; ; values++) {
    if (values % valuesPerStep === 0) yield;
    let value: unknown;
    if (reader.takes("[")) {
      if (open.push({ list: [] }) > deepest) tooDeep();
      if (!reader.takes("]")) continue;
      value = closed(open);
    } else if (reader.takes("{")) {
      const fields = { fields: {}, key: "", count: 1 };
      if (open.push(fields) > deepest) tooDeep();
      if (!reader.takes("}")) {
        fields.key = reader.key();
        continue;
      }
      value = closed(open);
    } else value = reader.scalar();
    for (;;) {
      const container = open.at(-1);
      if (container === undefined) {
        reader.end();
        return value;
      }
      if ("list" in container) container.list.push(value);
      else set(container.fields, container.key, value);
      if (reader.takes(",")) {
        if ("key" in container) {
          container.key = reader.key();
          if (++container.count > mostMembers)
            throw new SyntaxError(`the embedded AWS takes at most ${mostMembers} members of an object`);
        }
        break;
      }
      if (!reader.takes("list" in container ? "]" : "}")) reader.fail();
      value = closed(open);
    }
  }
}

function closed(open: Container[]): unknown {
  const container = open.pop();
  return container !== undefined && "list" in container ? container.list : container?.fields;
}

function set(fields: Record<string, unknown>, key: string, value: unknown): void {
  // A later one counts, also null.
  if (value === null) delete fields[key];
  else if (key !== "__proto__") fields[key] = value;
  else Object.defineProperty(fields, key, { value, writable: true, enumerable: true, configurable: true });
}

const space = /[ \t\r\n]*/y;
const literal = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  takes(character: string): boolean {
    this.#match(space);
    const is = this.#text[this.#at] === character;
    if (is) this.#at++;
    return is;
  }

  key(): string {
    this.#match(space);
    const key = this.#string();
    if (!this.takes(":")) this.fail();
    return key;
  }

  scalar(): unknown {
    this.#match(space);
    return this.#text[this.#at] === '"' ? this.#string() : JSON.parse(this.#match(literal) || this.fail());
  }

  end(): void {
    this.#match(space);
    if (this.#at < this.#text.length) this.fail();
  }

  fail(): never {
    const what = this.#at < this.#text.length ? `token ${JSON.stringify(this.#text[this.#at])}` : "end";
    throw new SyntaxError(`Unexpected ${what} in JSON at position ${this.#at}`);
  }

  #string(): string {
    const start = this.#at;
    if (this.#text[start] !== '"') this.fail();
    for (let end = start + 1; ; end++) {
      end = this.#text.indexOf('"', end);
      if (end < 0) {
        this.#at = this.#text.length;
        this.fail();
      }
      let escapes = end;
      while (this.#text[escapes - 1] === "\\") escapes--;
      if ((end - escapes) % 2 === 1) continue;
      this.#at = end + 1;
      return JSON.parse(this.#text.slice(start, this.#at));
    }
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [found = ""] = pattern.exec(this.#text) ?? [];
    this.#at += found.length;
    return found;
  }
}

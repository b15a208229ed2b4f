import { fromPath, Untranslatable } from "./path.ts";

/** JSONata for each intrinsic function whose meaning is the same. https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html */
const functions: Readonly<Record<string, (...given: readonly string[]) => string>> = {
  MathAdd: (a, b) => `(${a} + ${b})`,
  Format: (template = "", ...values) => `(${formatted(template, values)})`,
  StringToJson: (text) => `$parse(${text})`,
  // JSONata's own function leaves text as it is.
  JsonToString: (value) => `($type(${value}) = "string" ? "\\"" & ${value} & "\\"" : $string(${value}))`,
  StringSplit: (text, separator) => `$split(${text}, ${separator})`,
  ArrayLength: (list) => `$count(${list})`,
  ArrayGetItem: (list, index) => `${list}[${index}]`,
  ArrayContains: (list, item) => `(${item} in ${list})`,
  ArrayRange: (first, last, step) => `$range(${first}, ${last}, ${step})`,
  ArrayPartition: (list, size) => `$partition(${list}, ${size})`,
  ArrayUnique: (list) => `$distinct(${list})`,
  JsonMerge: (a, b) => `$merge([${a}, ${b}])`,
  Base64Encode: (text) => `$base64encode(${text})`,
  Base64Decode: (text) => `$base64decode(${text})`,
  UUID: () => "$uuid()",
};

/** JSONata for a path or an intrinsic function. `base` is the expression that `$` stands for. */
export function fromIntrinsic(text: string, base: string): string {
  if (!text.startsWith("States.")) return fromPath(text, base);
  const reader = new Reader(text, base);
  return reader.whole();
}

class Reader {
  readonly #text: string;
  readonly #base: string;
  #position = 0;

  constructor(text: string, base: string) {
    this.#text = text;
    this.#base = base;
  }

  whole(): string {
    const value = this.#value();
    if (this.#position < this.#text.length) throw this.#failure();
    return value;
  }

  #value(): string {
    this.#read(/\s*/y);
    const name = this.#read(/States\.(\w+)\(/y);
    if (name !== undefined) return this.#call(name);
    const text = this.#read(/'((?:[^'\\]|\\.)*)'/y);
    if (text !== undefined) return JSON.stringify(text.replaceAll(/\\(['{}\\])/g, "$1"));
    const literal = this.#read(/(-?\d[\d.]*|true|false|null)/y);
    if (literal !== undefined) return literal;
    const path = this.#read(/(\$[^\s,)]*)/y);
    if (path === undefined) throw this.#failure();
    return fromPath(path, this.#base);
  }

  #call(name: string): string {
    const given: string[] = [];
    while (this.#read(/(\s*\))/y) === undefined) {
      if (given.length > 0 && this.#read(/(\s*,)/y) === undefined) throw this.#failure();
      given.push(this.#value());
    }
    const translate = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (translate === undefined) throw this.#failure();
    return translate(...given);
  }

  /** The first group of the pattern, if that comes next. */
  #read(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.#text);
    if (found === null) return undefined;
    this.#position = pattern.lastIndex;
    return found[1];
  }

  #failure(): Untranslatable {
    return new Untranslatable(`the function ${this.#text}`);
  }
}

/** Texts and values in turn; a text that is not a literal cannot be divided. */
function formatted(template: string, values: readonly string[]): string {
  if (!template.startsWith('"')) throw new Untranslatable("a computed template of States.Format");
  const parts = String(JSON.parse(template)).split("{}");
  return parts
    .flatMap((part, index) => {
      const value = index < parts.length - 1 ? values[index] : undefined;
      return [JSON.stringify(part), ...(value === undefined ? [] : [`$string(${value})`])];
    })
    .join(" & ");
}

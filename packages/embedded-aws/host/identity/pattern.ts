import type { RequestContext } from "./request-context.ts";

type Token =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "run" }
  | { readonly kind: "one" }
  | { readonly kind: "variable"; readonly key: string; readonly fallback: string | undefined };

/**
 * A string of a policy with `*`, `?` and, when `variables` is set, `${key}`, `${key, 'default'}`, `${*}`, `${?}` and `${$}`.
 * What a variable stands for is taken literally: an asterisk in a session tag is no wildcard.
 */
export class Pattern {
  readonly source: string;
  readonly #tokens: readonly Token[];
  readonly #ignoreCase: boolean;
  readonly #fixed: RegExp | undefined;

  constructor(source: string, options: { readonly variables: boolean; readonly ignoreCase?: boolean }) {
    this.source = source;
    this.#tokens = tokenise(source, options.variables);
    this.#ignoreCase = options.ignoreCase ?? false;
    this.#fixed = this.#tokens.some((token) => token.kind === "variable") ? undefined : this.#compile([]);
  }

  /** False also when a variable has neither a value in `context` nor a default. */
  matches(value: string, context: RequestContext): boolean {
    if (this.#fixed !== undefined) return this.#fixed.test(value);
    const resolved: string[] = [];
    for (const token of this.#tokens) {
      if (token.kind !== "variable") continue;
      const text = context.single(token.key) ?? token.fallback;
      if (text === undefined) return false;
      resolved.push(text);
    }
    return this.#compile(resolved).test(value);
  }

  /** The text with its variables filled in and its wildcards as they stand; undefined when a variable has no value. */
  resolve(context: RequestContext): string | undefined {
    let text = "";
    for (const token of this.#tokens) {
      if (token.kind === "variable") {
        const value = context.single(token.key) ?? token.fallback;
        if (value === undefined) return undefined;
        text += value;
      } else {
        text += token.kind === "literal" ? token.text : token.kind === "run" ? "*" : "?";
      }
    }
    return text;
  }

  #compile(resolved: readonly string[]): RegExp {
    const values = resolved.values();
    const source = this.#tokens
      .map((token) => {
        if (token.kind === "run") return ".*";
        if (token.kind === "one") return ".";
        const text = token.kind === "literal" ? token.text : (values.next().value ?? "");
        return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
      })
      .join("");
    return new RegExp(`^${source}$`, this.#ignoreCase ? "is" : "s");
  }
}

const element = /\$\{([^}]*)\}|\*|\?/g;

function tokenise(source: string, variables: boolean): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  const literal = (text: string) => {
    if (text !== "") tokens.push({ kind: "literal", text });
  };
  for (const match of source.matchAll(element)) {
    const inner = match[1];
    if (inner !== undefined && !variables) continue;
    literal(source.slice(end, match.index));
    end = match.index + match[0].length;
    if (inner === undefined) tokens.push({ kind: match[0] === "*" ? "run" : "one" });
    else if (inner === "*" || inner === "?" || inner === "$") literal(inner);
    else tokens.push(variable(inner));
  }
  literal(source.slice(end));
  return tokens;
}

function variable(inner: string): Token {
  const [, key = "", fallback] = /^\s*([^,\s]+)\s*(?:,\s*'([^']*)'\s*)?$/.exec(inner) ?? [];
  return { kind: "variable", key, fallback };
}

import type { RequestContext } from "./request-context.ts";

type Token =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "run" }
  | { readonly kind: "one" }
  | { readonly kind: "variable"; readonly key: string; readonly fallback: string | undefined };

/**
 * A string of a policy with `*` and `?`. If `variables` is set, also `${key}`, `${key, 'default'}`, `${*}`, `${?}` and `${$}`.
 * The value of a variable is literal: an asterisk in a session tag does not match other text.
 */
export class Pattern {
  readonly #tokens: readonly Token[];
  readonly #fixed: RegExp | undefined;

  constructor(source: string, options: { readonly variables: boolean }) {
    this.#tokens = tokenise(source, options.variables);
    this.#fixed = this.#tokens.some((token) => token.kind === "variable")
      ? undefined
      : this.#compile(undefined);
  }

  /** Also false if a variable has neither a value nor a default. */
  matches(value: string, context: RequestContext): boolean {
    if (this.#fixed !== undefined) return this.#fixed.test(value);
    return this.resolve(context) !== undefined && this.#compile(context).test(value);
  }

  /** The text with the values of its variables, wildcards unchanged; undefined if a variable has no value. */
  resolve(context: RequestContext): string | undefined {
    const texts = this.#tokens.map((token) => {
      if (token.kind === "run") return "*";
      return token.kind === "one" ? "?" : textOf(token, context);
    });
    return texts.includes(undefined) ? undefined : texts.join("");
  }

  #compile(context: RequestContext | undefined): RegExp {
    const source = this.#tokens.map((token) => {
      if (token.kind === "run") return ".*";
      if (token.kind === "one") return ".";
      return textOf(token, context)?.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
    });
    return new RegExp(`^${source.join("")}$`, "s");
  }
}

function textOf(
  token: Extract<Token, { readonly kind: "literal" | "variable" }>,
  context: RequestContext | undefined,
): string | undefined {
  return token.kind === "literal" ? token.text : (context?.single(token.key) ?? token.fallback);
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

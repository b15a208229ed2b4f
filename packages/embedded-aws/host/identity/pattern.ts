import type { RequestContext } from "./request-context.ts";

type Part =
  | string
  | { readonly wildcard: string }
  | { readonly key: string; readonly fallback: string | undefined };

const element = /\$\{([^}]*)\}|[*?]|[^$*?]+|\$/g;

/**
 * A string of a policy with `*` and `?`. If `variables` is set, also `${key}`, `${key, 'default'}`, `${*}`, `${?}` and `${$}`.
 * The value of a variable is literal: an asterisk in a session tag does not match other text.
 */
export class Pattern {
  readonly #parts: readonly Part[];
  readonly #fixed: RegExp | undefined;

  constructor(source: string, options: { readonly variables: boolean }) {
    this.#parts = [...source.matchAll(element)].map(([text, inner]) => {
      if (text === "*" || text === "?") return { wildcard: text };
      if (inner === undefined || !options.variables) return text;
      if (/^[*?$]$/.test(inner)) return inner;
      const [, key = "", fallback] = /^\s*([^,\s]+)\s*(?:,\s*'([^']*)'\s*)?$/.exec(inner) ?? [];
      return { key, fallback };
    });
    const isFixed = this.#parts.every((part) => typeof part === "string" || "wildcard" in part);
    this.#fixed = isFixed ? this.#compile(undefined) : undefined;
  }

  /** Also false if a variable has neither a value nor a default. */
  matches(value: string, context: RequestContext): boolean {
    if (this.#fixed !== undefined) return this.#fixed.test(value);
    return this.resolve(context) !== undefined && this.#compile(context).test(value);
  }

  /** The text with the values of its variables, wildcards unchanged; undefined if a variable has no value. */
  resolve(context: RequestContext): string | undefined {
    const texts = this.#parts.map((part) => textOf(part, context));
    return texts.includes(undefined) ? undefined : texts.join("");
  }

  #compile(context: RequestContext | undefined): RegExp {
    const source = this.#parts.map((part) => {
      if (typeof part === "object" && "wildcard" in part) return part.wildcard === "*" ? ".*" : ".";
      return textOf(part, context)?.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
    });
    return new RegExp(`^${source.join("")}$`, "s");
  }
}

function textOf(part: Part, context: RequestContext | undefined): string | undefined {
  if (typeof part === "string") return part;
  return "wildcard" in part ? part.wildcard : (context?.single(part.key) ?? part.fallback);
}

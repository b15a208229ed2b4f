import { anyText, type GlobPart, globMatches, oneCharacter, withinColons } from "../glob.ts";
import type { RequestContext } from "./request-context.ts";

type Part = { readonly wildcard: "*" | "?"; readonly part: GlobPart } | string | Variable;

interface Variable {
  readonly key: string;
  readonly fallback: string | undefined;
}

interface PatternOptions {
  /** Whether `${…}` is a variable: in policies of version 2012-10-17. */
  readonly variables: boolean;
  /** Whether the text is the ARN of a Resource. @default false */
  readonly resource?: boolean;
}

const element = /\$\{([^}]*)\}|[*?:]|[^$*?:]+|\$/g;

/**
 * A string of a policy with `*` and `?`. If `variables` is set, also `${key}`, `${key, 'default'}`, `${*}`, `${?}` and `${$}`.
 * The value of a variable is literal: an asterisk in a session tag does not match other text.
 *
 * In a Resource, a `*` stays in its segment of the ARN. "If the * wildcard is the last character of a resource ARN segment, it can
 * expand to match beyond the colon boundaries." https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export class Pattern {
  readonly #parts: readonly Part[];
  readonly #fixed: readonly GlobPart[] | undefined;

  constructor(source: string, { variables, resource = false }: PatternOptions) {
    const found = [...source.matchAll(element)];
    let colons = 0;
    this.#parts = found.map(([text, inner], index) => {
      if (text === ":") colons++;
      if (text === "?") return { wildcard: text, part: oneCharacter };
      if (text === "*") {
        const endsSegment = [":", undefined].includes(found[index + 1]?.[0]);
        return { wildcard: text, part: !resource || colons >= 5 || endsSegment ? anyText : withinColons };
      }
      return inner === undefined || !variables ? text : variable(inner);
    });
    this.#fixed = this.#parts.some((part) => typeof part === "object" && "key" in part)
      ? undefined
      : this.#glob(undefined);
  }

  /** Also false if a variable has neither a value nor a default. */
  matches(value: string, context: RequestContext): boolean {
    const glob = this.#fixed ?? this.#glob(context);
    return glob !== undefined && globMatches(glob, value);
  }

  /** The text with the values of its variables, wildcards unchanged; undefined if a variable has no value. */
  resolve(context: RequestContext): string | undefined {
    const texts = this.#parts.map((part) =>
      typeof part === "object" && "wildcard" in part ? part.wildcard : textOf(part, context),
    );
    return texts.includes(undefined) ? undefined : texts.join("");
  }

  #glob(context: RequestContext | undefined): readonly GlobPart[] | undefined {
    const glob: GlobPart[] = [];
    for (const part of this.#parts) {
      const one = typeof part === "object" && "wildcard" in part ? part.part : textOf(part, context);
      if (one === undefined) return undefined;
      const before = glob.at(-1);
      if (typeof one === "string" && typeof before === "string") glob.splice(-1, 1, before + one);
      else glob.push(one);
    }
    return glob;
  }
}

function variable(inner: string): Variable | string {
  if (/^[*?$]$/.test(inner)) return inner;
  const [, key = "", fallback] = /^\s*([^,\s]+)\s*(?:,\s*'([^']*)'\s*)?$/.exec(inner) ?? [];
  return { key, fallback };
}

function textOf(part: string | Variable, context: RequestContext | undefined): string | undefined {
  return typeof part === "string" ? part : (context?.single(part.key) ?? part.fallback);
}

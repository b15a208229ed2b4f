import { Pattern } from "./pattern.ts";
import type { RequestContext } from "./request-context.ts";

/**
 * The ARN of a Resource. One with fewer than six components stands for any further ones, too:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export class ResourcePattern {
  readonly #patterns: readonly Pattern[];

  constructor(source: string, { variables }: { readonly variables: boolean }) {
    const missing = source === "*" ? 0 : 6 - components(source).length;
    const complete = source + ":*".repeat(missing);
    this.#patterns = [...new Set([source, complete])].map(
      (text) => new Pattern(text, { variables, resource: true }),
    );
  }

  matches(arn: string, context: RequestContext): boolean {
    return this.#patterns.some((pattern) => pattern.matches(arn, context));
  }
}

/** The ARN of a condition: its six components are compared one by one. One with fewer components matches any further ones. */
export class ArnPattern {
  readonly #components: readonly Pattern[] | undefined;

  constructor(source: string, options: { readonly variables: boolean }) {
    this.#components =
      source === "*" ? undefined : components(source).map((component) => new Pattern(component, options));
  }

  matches(arn: string, context: RequestContext): boolean {
    if (this.#components === undefined) return true;
    const parts = components(arn);
    return this.#components.every((pattern, index) => {
      const part = parts[index];
      return part !== undefined && pattern.matches(part, context);
    });
  }
}

/** Splits `arn:partition:service:region:account:resource`. The resource and policy variables may contain colons. */
export function components(arn: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let inVariable = false;
  for (let index = 0; index < arn.length && parts.length < 5; index++) {
    if (arn.startsWith("${", index)) inVariable = true;
    else if (arn[index] === "}") inVariable = false;
    else if (arn[index] === ":" && !inVariable) {
      parts.push(arn.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(arn.slice(start));
  return parts;
}

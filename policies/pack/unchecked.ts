import { UnknownValueError, unknownStringValue } from "@pulumi/policy/proxy.js";

/** Keeps what could not be judged because it is known only after deployment, or out of the rule's sight. */
export class Unjudged {
  readonly #what = new Set<string>();

  /** Paths of properties, such as `computeResources.maxVcpus`, and what rules could not see; each once. */
  get what(): readonly string[] {
    return [...this.#what];
  }

  add(what: string): void {
    this.#what.add(what);
  }

  /**
   * Runs `judge` until it reads an unknown value, and keeps which, after the name of the resource where there are several
   * to choose from. A rule that fails at a value of another type than the provider documents has not judged it either.
   */
  try(judge: () => void, resourceName?: () => string | undefined): void {
    try {
      judge();
    } catch (cause) {
      const resource = resourceName?.();
      const what = cause instanceof UnknownValueError ? pathOf(cause.props) : `not as expected (${cause})`;
      this.add(resource === undefined ? what : `${resource}: ${what}`);
    }
  }

  /** Tells @pulumi/policy, in its own way, of what was not judged: it makes an advisory of it. */
  tell(): void {
    if (this.#what.size === 0) return;
    const error = new UnknownValueError(unknownStringValue, []);
    error.message = this.what.join("; ");
    throw error;
  }
}

function pathOf(props: readonly (string | symbol)[]): string {
  return props
    .map(String)
    .reduce((path, step) => (/^\d+$/.test(step) ? `${path}[${step}]` : `${path}.${step}`));
}

import { UnknownValueError, unknownStringValue } from "@pulumi/policy/proxy.js";

/** Collects what a rule could not check: values that are known only after deployment, or that it cannot see. */
export class Unchecked {
  readonly #what = new Set<string>();

  /** Paths of properties, such as `computeResources.maxVcpus`, and sentences of rules; each once. */
  get what(): readonly string[] {
    return [...this.#what];
  }

  add(what: string): void {
    this.#what.add(what);
  }

  /** Runs `check` until it reads an unknown value, and keeps the value's path, with the resource's name if there is
   * one. A check that fails at a value of another type than the provider documents is unchecked, too. */
  try(check: () => void, resourceName?: () => string | undefined): void {
    try {
      check();
    } catch (cause) {
      const resource = resourceName?.();
      const what = cause instanceof UnknownValueError ? pathOf(cause.props) : `not as expected (${cause})`;
      this.add(resource === undefined ? what : `${resource}: ${what}`);
    }
  }

  /** Throws what @pulumi/policy turns into an advisory, unless all was checked. */
  report(): void {
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

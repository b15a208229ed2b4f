/** What @pulumi/policy throws when a policy reads what is known only after deployment; it does not export the class. */
export interface UnknownValueError extends Error {
  /** Where the value is. */
  readonly props: readonly (string | symbol)[];
}

/** Keeps what could not be judged because it is known only after deployment. */
export class Unjudged {
  #first: UnknownValueError | undefined;
  readonly #paths = new Set<string>();

  /** Paths of the properties, such as `computeResources.maxVcpus`; each once. */
  get paths(): readonly string[] {
    return [...this.#paths];
  }

  /**
   * Runs `judge` until it reads an unknown value, and keeps which, after the name of the resource where there are several
   * to choose from. What else it throws goes through.
   */
  try(judge: () => void, resourceName?: () => string | undefined): void {
    try {
      judge();
    } catch (cause) {
      if (!isUnknownValue(cause)) throw cause;
      this.#first ??= cause;
      const path = pathOf(cause.props);
      const resource = resourceName?.();
      this.#paths.add(resource === undefined ? path : `${resource}: ${path}`);
    }
  }

  /** Tells @pulumi/policy, in its own way, of what was not judged: it makes an advisory of it. */
  tell(): void {
    if (this.#first === undefined) return;
    this.#first.message = unjudgedMessage(this.paths);
    throw this.#first;
  }
}

/** `containerProperties: known only after deployment, and not judged`. */
export function unjudgedMessage(paths: readonly string[]): string {
  return `${paths.join(", ")}: known only after deployment, and not judged`;
}

export function isUnknownValue(cause: unknown): cause is UnknownValueError {
  return cause instanceof Error && "unknownTypeSentinel" in cause && "props" in cause;
}

function pathOf(props: readonly (string | symbol)[]): string {
  return props
    .map(String)
    .reduce((path, step) => (/^\d+$/.test(step) ? `${path}[${step}]` : `${path}.${step}`));
}

/** A finished run of the pull request's checks, from GitHub's event. The pull request's code cannot change any of it. */
export interface FinishedRun {
  /** `owner/name` of this repository. */
  readonly repository: string;
  readonly defaultBranch: string;
  /** The fork's owner, or this repository's. */
  readonly headOwner: string;
  readonly headBranch: string;
  /** The checked commit, 40 hex digits. */
  readonly commit: string;
  /** The commit comes from another repository. */
  readonly fork: boolean;
  readonly conclusion: string;
  readonly runUrl: string;
}

/** Reads a `workflow_run` event; undefined if the fork was deleted. @throws Error for another event */
export function finishedRun(event: unknown): FinishedRun | undefined {
  const run = objectAt(event, "workflow_run");
  const repository = objectAt(event, "repository");
  if (run.head_repository === null) return undefined;
  const headRepository = objectAt(run, "head_repository");
  return {
    repository: textAt(repository, "full_name"),
    defaultBranch: textAt(repository, "default_branch"),
    headOwner: textAt(objectAt(headRepository, "owner"), "login"),
    headBranch: textAt(run, "head_branch"),
    commit: textAt(run, "head_sha"),
    fork: headRepository.id !== repository.id,
    conclusion: textAt(run, "conclusion"),
    runUrl: textAt(run, "html_url"),
  };
}

/** The field `name` of `of`, which must be an object. */
export function objectAt(of: unknown, name: string): Readonly<Record<string, unknown>> {
  const value = fieldOf(of, name);
  if (isObject(value)) return value;
  throw new Error(`GitHub's ${name} is not an object`);
}

function textAt(of: unknown, name: string): string {
  const value = fieldOf(of, name);
  if (typeof value === "string") return value;
  throw new Error(`GitHub's ${name} is not text`);
}

/** The field `name` of `of`; undefined if `of` is not an object. */
export function fieldOf(of: unknown, name: string): unknown {
  return isObject(of) ? of[name] : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

import type {
  CheckedResource,
  Patch,
  ResourceCheck,
  ResourceRule,
  Stack,
  StackResource,
  StackRule,
} from "../kit/rule.ts";
import { Unchecked } from "./unchecked.ts";

/** What a rule found. */
export interface Violation {
  readonly path: string;
  readonly problem: string;
  /** URN; absent for a resource rule, and for the stack as a whole. */
  readonly at?: string;
}

export interface CheckResult {
  readonly violations: readonly Violation[];
  readonly unchecked: Unchecked;
}

/** Checks one resource. Throws a ZodError for settings that do not fit the rule's schema. */
export function checkResource(
  rule: ResourceRule,
  resource: CheckedResource<unknown>,
  settings: unknown,
): CheckResult {
  const violations: Violation[] = [];
  const report = (path: string, problem: string) => violations.push({ path, problem });
  // `never`: rules with different settings are in one list. The schema ensures that these are the rule's own.
  const { unchecked } = run(rule.checks(rule.config.parse(settings) as never), resource, report);
  return { violations, unchecked };
}

/** The patches that make a resource comply with the rule, in order. */
export function remediateResource(
  rule: ResourceRule,
  resource: CheckedResource<unknown>,
  settings: unknown,
): { readonly patches: readonly Patch[]; readonly unchecked: Unchecked } {
  const checks = rule.remediations?.(rule.config.parse(settings) as never) ?? [];
  const { results, unchecked } = run(checks, resource, () => {});
  return { patches: results.filter((patch) => patch !== undefined), unchecked };
}

/** Checks a whole stack. Throws a ZodError for settings that do not fit the rule's schema. */
export function checkStack(
  rule: StackRule,
  resources: readonly StackResource<unknown>[],
  settings: unknown,
): CheckResult {
  const violations: Violation[] = [];
  const unchecked = new Unchecked();
  const stack: Stack = {
    resources,
    of: <Props>(type: { readonly token: string }) =>
      resources.filter((resource) => resource.type === type.token) as readonly StackResource<Props>[],
  };
  const report = (path: string, problem: string, at?: StackResource<unknown>) =>
    violations.push({ path, problem, ...(at && { at: at.urn }) });
  unchecked.try(() =>
    rule.check(stack, { ...contextOf(unchecked), report }, rule.config.parse(settings) as never),
  );
  return { violations, unchecked };
}

function run<Result>(
  checks: readonly ResourceCheck<Result>[],
  resource: CheckedResource<unknown>,
  report: (path: string, problem: string) => void,
): { readonly results: readonly Result[]; readonly unchecked: Unchecked } {
  const results: Result[] = [];
  const unchecked = new Unchecked();
  const context = { ...contextOf(unchecked), report };
  for (const { token, check } of checks)
    if (token === resource.type) unchecked.try(() => results.push(check(resource, context)));
  return { results, unchecked };
}

function contextOf(unchecked: Unchecked) {
  return {
    unchecked: (what: string) => unchecked.add(what),
    separately: (check: () => void) => unchecked.try(check),
    each<T>(items: readonly T[] | undefined, check: (item: T, index: number) => void): void {
      // By index: to read an unknown item throws, and must not end the loop.
      for (let index = 0; index < (items?.length ?? 0); index++) {
        let resource: string | undefined;
        unchecked.try(
          () => {
            const item = items?.[index] as T;
            resource = resourceName(item);
            check(item, index);
          },
          () => resource,
        );
      }
    },
  };
}

/** The name of an item that is a resource of a stack. */
function resourceName(item: unknown): string | undefined {
  return typeof item === "object" && item !== null && "urn" in item && "name" in item
    ? String(item.name)
    : undefined;
}

import type { JudgedResource, Patch, ResourceRule, Stack, StackResource, StackRule } from "../kit/rule.ts";
import { Unjudged } from "./unchecked.ts";

/** What a rule found. */
export interface Violation {
  readonly message: string;
  /** URN; absent where the rule judged one resource anyway, or means the stack. */
  readonly at?: string;
}

export interface Judgement {
  readonly violations: readonly Violation[];
  /** What the rule could not see, because it is known only after deployment. */
  readonly unjudged: Unjudged;
}

/** Judges one resource. Throws for a configuration that is not of the rule's schema. */
export function judgeResource(
  rule: ResourceRule,
  resource: JudgedResource<unknown>,
  config: unknown,
): Judgement {
  const violations: Violation[] = [];
  const unjudged = new Unjudged();
  const context = { ...judging(unjudged), report: (message: string) => violations.push({ message }) };
  // `never` because rules with differing configurations are in one list; the schema makes sure that this is the rule's own.
  for (const check of rule.checks(rule.config.parse(config) as never))
    if (applies(check, resource)) unjudged.try(() => check.judge(resource, context));
  return { violations, unjudged };
}

/** What has to change in a resource's inputs so that it keeps the rule: a patch for each thing, in order. */
export function mendResource(
  rule: ResourceRule,
  resource: JudgedResource<unknown>,
  config: unknown,
): { readonly patches: readonly Patch[]; readonly unjudged: Unjudged } {
  const patches: Patch[] = [];
  const unjudged = new Unjudged();
  for (const fix of rule.fixes?.(rule.config.parse(config) as never) ?? [])
    if (applies(fix, resource))
      unjudged.try(() => {
        const patch = fix.mend(resource);
        if (patch !== undefined) patches.push(patch);
      });
  return { patches, unjudged };
}

/** Judges a whole stack. Throws for a configuration that is not of the rule's schema. */
export function judgeStack(
  rule: StackRule,
  resources: readonly StackResource<unknown>[],
  config: unknown,
): Judgement {
  const violations: Violation[] = [];
  const unjudged = new Unjudged();
  const stack: Stack = {
    resources,
    of: <Props>(type: { readonly token: string }) =>
      resources.filter((resource) => resource.type === type.token) as readonly StackResource<Props>[],
  };
  const context = {
    ...judging(unjudged),
    report: (message: string, at?: StackResource<unknown>) =>
      violations.push(at === undefined ? { message } : { message, at: at.urn }),
  };
  unjudged.try(() => rule.check(stack, context, rule.config.parse(config) as never));
  return { violations, unjudged };
}

function applies({ token }: { readonly token?: string }, { type }: JudgedResource<unknown>): boolean {
  return token === undefined || token === type;
}

function judging(unjudged: Unjudged) {
  return {
    unseen: (what: string) => unjudged.add(what),
    apart: (judge: () => void) => unjudged.try(judge),
    each<T>(items: readonly T[] | undefined, judge: (item: T, index: number) => void): void {
      // By index: an item that is unknown throws as it is read, and must not end the loop.
      for (let index = 0; index < (items?.length ?? 0); index++) {
        let resource: string | undefined;
        unjudged.try(
          () => {
            const item = items?.[index] as T;
            resource = resourceName(item);
            judge(item, index);
          },
          () => resource,
        );
      }
    },
  };
}

/** Where the items are resources of a stack. */
function resourceName(item: unknown): string | undefined {
  return typeof item === "object" && item !== null && "urn" in item && "name" in item
    ? String(item.name)
    : undefined;
}

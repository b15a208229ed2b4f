import type { EnforcementLevel, PolicyResourceOptions, Severity } from "@pulumi/policy";
import { z } from "zod";
import type { ResourceType } from "./resource-types.ts";

/** What every rule has. */
interface RuleHead<Config extends z.ZodObject = z.ZodObject> {
  /** Stable, kebab-case: the key in policy-config files and the anchor in docs/policies.md. @example "job-timeout" */
  readonly name: string;
  /** Stable and never used again: `BL-P` and three digits. */
  readonly code: `BL-P${string}`;
  /** The requirement, as one sentence without a full stop. */
  readonly title: string;
  readonly severity: Severity;
  /** The level without an entry in a policy-config file. `remediate` needs `remediations`. */
  readonly enforcement: EnforcementLevel;
  /** What to do about a violation, in sentences. */
  readonly fix: string;
  /** What a policy-config file may set. Each key needs a default and a description. */
  readonly config: Config;
}

/** A resource as a rule reads it. */
export interface CheckedResource<Props> {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** Inputs; outputs in a stack rule. To read a value that is known only after deployment throws an UnknownValueError,
   * which ends this check. So read each property where it is needed. */
  readonly props: Props;
  readonly options: PolicyResourceOptions;
  /** Its provider's properties, as text if the stack's configuration sets them; absent for components. */
  readonly provider?: { readonly props: Readonly<Record<string, unknown>> };
}

/** How a rule reports. */
export interface Context {
  /** Reports a violation.
   * @param path The property. @example "computeResources.maxVcpus"
   * @param problem What is wrong, with the value. @example "is 300; the cap is 256" */
  report(path: string, problem: string): void;
  /** Checks each item by itself. An unknown value is reported as unchecked, and the other items are still checked. */
  each<T>(items: readonly T[] | undefined, check: (item: T, index: number) => void): void;
  /** Checks one of several independent properties by itself, as `each` does an item. */
  separately(check: () => void): void;
  /** Reports something that the rule cannot check for another reason. */
  unchecked(what: string): void;
}

/** A check of all resources of one type. */
export interface ResourceCheck<Result = void> {
  readonly token: string;
  readonly check: (resource: CheckedResource<unknown>, context: Context) => Result;
}

/** Changes of a resource's inputs: objects are merged, other values are replaced. */
export type Patch = { readonly [property: string]: unknown };

/** Checks each resource by itself, before it is created. */
export interface ResourceRule extends RuleHead {
  readonly kind: "resource";
  readonly checks: (config: never) => readonly ResourceCheck[];
  /** Patches that the level `remediate` applies before the checks; undefined changes nothing. */
  readonly remediations?: (config: never) => readonly ResourceCheck<Patch | undefined>[];
}

/** A resource among all of a stack. */
export interface StackResource<Props> extends CheckedResource<Props> {
  readonly parent?: StackResource<unknown>;
  readonly dependencies: readonly StackResource<unknown>[];
  /** Property → the resources that its value comes from, known even if the value is not. */
  readonly propertyDependencies: Readonly<Record<string, readonly StackResource<unknown>[]>>;
}

/** All resources of a stack. */
export interface Stack {
  readonly resources: readonly StackResource<unknown>[];
  of<Props>(type: ResourceType<Props>): readonly StackResource<Props>[];
}

export interface StackContext extends Context {
  /** As `Context.report`. Without `at` the violation is one of the whole stack. */
  report(path: string, problem: string, at?: StackResource<unknown>): void;
}

/** Checks all resources of a stack together, at the end of a preview or deployment. */
export interface StackRule extends RuleHead {
  readonly kind: "stack";
  readonly check: (stack: Stack, context: StackContext, config: never) => void;
}

export type Rule = ResourceRule | StackRule;

/** A rule as it is written. `config` and `enforcement` have defaults: no settings, and `mandatory`. */
type Written<Config extends z.ZodObject> = Omit<RuleHead, "config" | "enforcement"> & {
  readonly config?: Config;
  readonly enforcement?: EnforcementLevel;
};

const defaults = { config: z.object({}), enforcement: "mandatory" } as const;

/** Defines a rule that checks resources one by one.
 * @example
 * export const jobTimeout = resourceRule({
 *   name: "job-timeout", code: "BL-P025", title: "A job has a timeout", severity: "medium",
 *   fix: "Set timeout of the stage's declaration.",
 *   checks: () => on(jobDefinition, ({ props }, { report }) => {
 *     if (props.timeout === undefined) report("timeout", "is missing");
 *   }),
 * }); */
export function resourceRule<Config extends z.ZodObject>(
  rule: Written<Config> & {
    readonly checks: (config: z.output<Config>) => ResourceCheck | readonly ResourceCheck[];
    readonly remediations?: (config: z.output<Config>) => readonly ResourceCheck<Patch | undefined>[];
  },
): ResourceRule {
  return { ...defaults, ...rule, checks: (config) => [rule.checks(config)].flat(), kind: "resource" };
}

/** Defines a rule that checks a stack as a whole.
 * @example stackRule({ …, check: (stack, { each, report }) => each(stack.of(jobQueue), (queue) => report("state", "…", queue)) }) */
export function stackRule<Config extends z.ZodObject>(
  rule: Written<Config> & {
    readonly check: (stack: Stack, context: StackContext, config: z.output<Config>) => void;
  },
): StackRule {
  return { ...defaults, ...rule, kind: "stack" };
}

/** A setting that is a list of texts, empty by default. @example texts("Accepted wildcards.") */
export const texts = (description: string) => z.array(z.string()).default([]).describe(description);

/** A check of the resources of one type.
 * @example on(jobQueue, ({ props }, { report }) => { if (props.priority === 0) report("priority", "is 0"); }) */
export function on<Props, Result = void>(
  type: ResourceType<Props>,
  check: (resource: CheckedResource<Props>, context: Context) => Result,
): ResourceCheck<Result> {
  // The token determines the properties' type.
  return {
    token: type.token,
    check: (resource, context) => check(resource as CheckedResource<Props>, context),
  };
}

/** How a violation says what to do, after the problem. */
export function fixLine({ fix }: Pick<Rule, "fix">): string {
  return `Fix: ${fix}`;
}

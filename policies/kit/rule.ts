import type { EnforcementLevel, PolicyResourceOptions, Severity } from "@pulumi/policy";
import type { z } from "zod";
import type { ResourceType } from "./resource-types.ts";

/** What a rule is, whatever it judges. */
export interface RuleHead<Config extends z.ZodObject = z.ZodObject> {
  /** Stable, kebab-case, says what is judged: the key in policy-config files and the anchor in docs/policies.md. */
  readonly name: string;
  /** Stable and short: `BL-P` and three digits. */
  readonly code: `BL-P${string}`;
  /** What holds where the rule is kept, as one sentence without a full stop. */
  readonly title: string;
  /** How bad a violation is. */
  readonly severity: Severity;
  /** What a violation does where the policy-config file does not say; `remediate` needs `fixes`. */
  readonly enforcement: EnforcementLevel;
  /** What to do about a violation, as sentences. */
  readonly remediation: string;
  /** What a policy-config file may set. Each key needs a default and a description. */
  readonly config: Config;
}

/** A resource as a rule sees it. */
export interface JudgedResource<Props> {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /**
   * Inputs; in a stack rule outputs. To read what is known only after deployment throws; see Context.each. So read
   * properties where they are needed, and do not destructure more than that.
   */
  readonly props: Props;
  readonly options: PolicyResourceOptions;
  /** Properties of its provider, as text where the stack's configuration sets them; absent for components. */
  readonly provider?: { readonly props: Readonly<Record<string, unknown>> };
}

/** What a rule tells of what it judges. */
export interface Context {
  /** Reports a violation. `message` says what is wrong, with the value found and the property's path. */
  report(message: string): void;
  /**
   * Judges each item on its own. Where an item, or what is read of it, is known only after deployment, that is put on
   * record as not judged, and the other items still are.
   */
  each<T>(items: readonly T[] | undefined, judge: (item: T, index: number) => void): void;
  /** Judges something on its own, as `each` does an item, when a rule judges several independent properties. */
  apart(judge: () => void): void;
  /** Puts on record what the rule could not see for another reason, in words: nothing passes unseen and untold. */
  unseen(what: string): void;
}

/** Judges resources of one type, or of every type. */
export interface ResourceCheck {
  /** Absent: every type. */
  readonly token?: string;
  readonly judge: (resource: JudgedResource<unknown>, context: Context) => void;
}

/** Laid over a resource's inputs: objects are merged, everything else is replaced. */
export type Patch = { readonly [property: string]: unknown };

/** Mends resources of one type, or of every type. */
export interface ResourceFix {
  /** Absent: every type. */
  readonly token?: string;
  /** Undefined: nothing to mend. */
  readonly mend: (resource: JudgedResource<unknown>) => Patch | undefined;
}

/** Judges each resource on its own, before it is made. */
export interface ResourceRule extends RuleHead {
  readonly kind: "resource";
  readonly checks: (config: never) => readonly ResourceCheck[];
  /** What the enforcement level `remediate` does before the checks. */
  readonly fixes?: (config: never) => readonly ResourceFix[];
}

/** A resource among all of a stack. */
export interface StackResource<Props> extends JudgedResource<Props> {
  readonly parent?: StackResource<unknown>;
  readonly dependencies: readonly StackResource<unknown>[];
  /** Property → the resources its value comes from, known also where the value is not. */
  readonly propertyDependencies: Readonly<Record<string, readonly StackResource<unknown>[]>>;
}

/** All resources of a stack. */
export interface Stack {
  readonly resources: readonly StackResource<unknown>[];
  of<Props>(type: ResourceType<Props>): readonly StackResource<Props>[];
}

export interface StackContext extends Context {
  /** As Context.report; `at` is the resource to look at, absent: the stack as a whole. */
  report(message: string, at?: StackResource<unknown>): void;
}

/** Judges what only all resources together show, when a preview or deployment is through. */
export interface StackRule extends RuleHead {
  readonly kind: "stack";
  readonly check: (stack: Stack, context: StackContext, config: never) => void;
}

export type Rule = ResourceRule | StackRule;

/** Defines a rule that judges resources one by one. */
export function resourceRule<Config extends z.ZodObject>(
  rule: RuleHead<Config> & {
    readonly checks: (config: z.output<Config>) => readonly ResourceCheck[];
    readonly fixes?: (config: z.output<Config>) => readonly ResourceFix[];
  },
): ResourceRule {
  return { ...rule, kind: "resource" };
}

/** Defines a rule that judges a stack as a whole. */
export function stackRule<Config extends z.ZodObject>(
  rule: RuleHead<Config> & {
    readonly check: (stack: Stack, context: StackContext, config: z.output<Config>) => void;
  },
): StackRule {
  return { ...rule, kind: "stack" };
}

/** A check of the resources of one type. */
export function on<Props>(
  type: ResourceType<Props>,
  judge: (resource: JudgedResource<Props>, context: Context) => void,
): ResourceCheck {
  // The token is what tells the properties' type.
  return {
    token: type.token,
    judge: (resource, context) => judge(resource as JudgedResource<Props>, context),
  };
}

/** What mends the resources of one type. */
export function fix<Props>(
  type: ResourceType<Props>,
  mend: (resource: JudgedResource<Props>) => Patch | undefined,
): ResourceFix {
  return { token: type.token, mend: (resource) => mend(resource as JudgedResource<Props>) };
}

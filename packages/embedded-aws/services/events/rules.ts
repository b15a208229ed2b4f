import { AwsError } from "../../host/gateway/aws-error.ts";
import { accountId } from "../../host/identity/principal.ts";
import type { BusEvent } from "./event.ts";
import { type EventPattern, eventPattern } from "./event-pattern.ts";
import { checkTarget, type Target } from "./target.ts";

/** A name, and the name or ARN of the event bus. */
export interface RuleName {
  readonly name: string;
  /** @default "default" */
  readonly bus?: string | undefined;
}

interface Rule {
  readonly matches: EventPattern;
  readonly enabled: boolean;
  readonly targets: Map<string, Target>;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const mostTargets = 5;

const never: EventPattern = () => false;

/** Rules with their targets. Only rules with a pattern on the default bus ever match. */
export class Rules {
  readonly #rules = new Map<string, Rule>();

  get hasRules(): boolean {
    return this.#rules.size > 0;
  }

  /** Creates or replaces a rule, which keeps its targets. Throws InvalidEventPatternException for an invalid pattern. */
  putRule(rule: RuleName & { readonly pattern?: unknown; readonly enabled?: boolean }): void {
    const { pattern, enabled = true } = rule;
    const matches = pattern === undefined || busOf(rule) !== "default" ? never : eventPattern(pattern);
    const targets = this.#rules.get(keyOf(rule))?.targets ?? new Map<string, Target>();
    this.#rules.set(keyOf(rule), { matches, enabled, targets });
  }

  /** Deletes a rule if it exists. Throws ValidationException while it has targets. */
  deleteRule(rule: RuleName): void {
    const found = this.#rules.get(keyOf(rule));
    if (found !== undefined && found.targets.size > 0)
      throw new AwsError("ValidationException", "Rule can't be deleted since it has targets.");
    this.#rules.delete(keyOf(rule));
  }

  /**
   * Throws ResourceNotFoundException for an unknown rule, LimitExceededException for a sixth target, and ValidationException for an
   * input that EventBridge refuses.
   */
  putTarget(rule: RuleName, target: Target): void {
    const { targets } = this.#rule(rule);
    checkTarget(target);
    if (targets.size >= mostTargets && !targets.has(target.id))
      throw new AwsError(
        "LimitExceededException",
        `The requested resource exceeds the maximum number allowed.`,
      );
    targets.set(target.id, target);
  }

  /** Removes a target if the rule has it. Throws ResourceNotFoundException for an unknown rule. */
  removeTarget(rule: RuleName, targetId: string): void {
    this.#rule(rule).targets.delete(targetId);
  }

  /** The targets of the enabled rules that an event matches, with their rules; undefined if it matches none. */
  targetsFor(event: BusEvent): { readonly rule: RuleName; readonly target: Target }[] | undefined {
    const rules = [...this.#rules].filter(([, { enabled, matches }]) => enabled && matches(event));
    if (rules.length === 0) return undefined;
    return rules.flatMap(([key, { targets }]) => {
      const [bus = "", name = ""] = key.split("/");
      return [...targets.values()].map((target) => ({ rule: { name, bus }, target }));
    });
  }

  #rule(rule: RuleName): Rule {
    const found = this.#rules.get(keyOf(rule));
    if (found !== undefined) return found;
    const message = `Rule ${rule.name} does not exist on EventBus ${busOf(rule)}.`;
    throw new AwsError("ResourceNotFoundException", message);
  }
}

/** The default bus is not in an ARN. */
export function ruleArn(region: string, rule: RuleName): string {
  const bus = busOf(rule) === "default" ? "" : `${busOf(rule)}/`;
  return `arn:aws:events:${region}:${accountId}:rule/${bus}${rule.name}`;
}

export function busOf({ bus = "default" }: RuleName): string {
  return bus.replace(/^arn:.*:event-bus\//, "");
}

function keyOf(rule: RuleName): string {
  return `${busOf(rule)}/${rule.name}`;
}

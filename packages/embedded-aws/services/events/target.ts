import type { BusEvent } from "./event.ts";

/** Who gets the events of a rule, and what of them. At most one of the three inputs is given. */
export interface Target {
  readonly id: string;
  /** A Lambda function, an SNS topic or a log group. */
  readonly arn: string;
  /** JSON text that is sent instead of the event. */
  readonly input?: string | undefined;
  /** The part of the event that is sent: `$.detail.status`. */
  readonly inputPath?: string | undefined;
  readonly inputTransformer?: InputTransformer | undefined;
}

export interface InputTransformer {
  /** Name → part of the event. */
  readonly inputPaths: Readonly<Record<string, string>>;
  /** Text with `<name>` where a part is to be. */
  readonly inputTemplate: string;
}

/** What a target gets of an event, as text: JSON, unless a transformer makes something else of it. */
export function targetInput(target: Target, event: BusEvent): string {
  const { input, inputPath, inputTransformer } = target;
  if (input !== undefined) return input;
  if (inputTransformer !== undefined) return transform(inputTransformer, event);
  return JSON.stringify(inputPath === undefined ? event : (partOf(event, inputPath) ?? null));
}

/**
 * Text stands without quotes where the template has its own around it, and other values are JSON.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
function transform({ inputPaths, inputTemplate }: InputTransformer, event: BusEvent): string {
  let quoted = false;
  return inputTemplate.replace(/\\.|"|<([\w.-]+)>/g, (found, name?: string) => {
    if (found === '"') quoted = !quoted;
    if (name === undefined) return found;
    const path = name.startsWith("aws.events.event") ? "$" : inputPaths[name];
    if (path === undefined) return found;
    const json = JSON.stringify(partOf(event, path) ?? null);
    return quoted ? json.replace(/^"(.*)"$/s, "$1") : json;
  });
}

/** `$.detail.items[0].id` */
function partOf(event: BusEvent, path: string): unknown {
  const steps = path.match(/[^.[\]]+/g)?.slice(1) ?? [];
  return steps.reduce<unknown>(
    (node, step) =>
      typeof node === "object" && node !== null ? (node as Record<string, unknown>)[step] : undefined,
    event,
  );
}

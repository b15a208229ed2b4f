import { AwsError } from "../../host/gateway/aws-error.ts";
import { parseText } from "../../host/gateway/body/parse-json.ts";
import type { BusEvent } from "./event.ts";

/** A target of a rule. At most one of the three inputs is set. */
export interface Target {
  readonly id: string;
  /** A Lambda function, an SNS topic or a log group. */
  readonly arn: string;
  /** JSON text to send instead of the event. */
  readonly input?: string | undefined;
  /** The part of the event to send: `$.detail.status`. */
  readonly inputPath?: string | undefined;
  readonly inputTransformer?: InputTransformer | undefined;
  /** The queue for events that cannot be delivered. Its policy must let EventBridge send. */
  readonly deadLetterConfig?: { readonly arn?: string | undefined } | undefined;
}

interface InputTransformer {
  readonly inputPaths: Readonly<Record<string, string>>;
  readonly inputTemplate: string;
}

/** Throws ValidationException for more than one kind of input, and for text that is not JSON. */
export function checkTarget({ id, input, inputPath, inputTransformer }: Target): void {
  const kinds = [input, inputPath, inputTransformer].filter((each) => each !== undefined);
  if (kinds.length > 1)
    throw new AwsError(
      "ValidationException",
      `Only one of Input, InputPath, or InputTransformer must be provided for target ${id}.`,
    );
  if (input === undefined) return;
  try {
    parseText(input);
  } catch (cause) {
    const message = `JSON syntax error in input for target ${id} : ${(cause as Error).message}`;
    throw new AwsError("ValidationException", message, 400, { cause });
  }
}

/** The text that a target receives: JSON, or the output of its transformer. */
export function targetInput(target: Target, event: BusEvent): string {
  const { input, inputPath, inputTransformer } = target;
  if (input !== undefined) return input;
  if (inputTransformer !== undefined) return transform(inputTransformer, event);
  return JSON.stringify(inputPath === undefined ? event : (partOf(event, inputPath) ?? null));
}

/**
 * Inside quotes of the template, text is inserted without its own quotes. Other values are JSON.
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
  const [, ...steps] = path.split(/[.[\]]+/).filter((step) => step !== "");
  return steps.reduce<unknown>(
    (node, step) =>
      typeof node === "object" && node !== null ? (node as Record<string, unknown>)[step] : undefined,
    event,
  );
}

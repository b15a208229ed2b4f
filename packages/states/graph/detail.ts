import type { Fields, StateType } from "@batchline/asl";
import { shorten, sourceOf } from "./condition.ts";

/** A few words on what a state does beyond its name; undefined when there is nothing to say. */
export function detailOf(kind: StateType, fields: Fields): string | undefined {
  const text = describe(kind, fields);
  return text === undefined || text === "" ? undefined : shorten(text, 48);
}

function describe(kind: StateType, fields: Fields): string | undefined {
  switch (kind) {
    case "Task":
      return typeof fields.Resource === "string" ? action(fields.Resource) : undefined;
    case "Wait":
      return waitingTime(fields);
    case "Map":
      return [processing(fields), concurrency(fields)].filter(Boolean).join(", ");
    case "Fail": {
      const error = fields.Error ?? fields.ErrorPath;
      return typeof error === "string" ? sourceOf(error) : undefined;
    }
    default:
      return undefined;
  }
}

/** `arn:aws:states:::aws-sdk:batch:terminateJob` is `batch:terminateJob`, a function's ARN is the function's name. */
function action(resource: string): string {
  const integration = /^arn:[^:]*:states:[^:]*:[^:]*:(?!activity:)(?:aws-sdk:)?(.+)$/.exec(resource)?.[1];
  if (integration !== undefined) return integration;
  const [, kind, name] = /:(function|activity):([^:]+)/.exec(resource) ?? [];
  return kind === undefined ? resource : `${kind} ${name}`;
}

function waitingTime({ Seconds, Timestamp, SecondsPath, TimestampPath }: Fields): string | undefined {
  const seconds = Seconds ?? SecondsPath;
  if (typeof seconds === "number") return `${seconds} s`;
  if (typeof seconds === "string") return `${sourceOf(seconds)} seconds`;
  const until = Timestamp ?? TimestampPath;
  return typeof until === "string" ? `until ${sourceOf(until)}` : undefined;
}

function processing({ ItemProcessor }: Fields): string | undefined {
  const config = (ItemProcessor as { ProcessorConfig?: { Mode?: unknown } } | undefined)?.ProcessorConfig;
  return config?.Mode === "DISTRIBUTED" ? "distributed" : undefined;
}

function concurrency({ MaxConcurrency }: Fields): string | undefined {
  return typeof MaxConcurrency === "number" && MaxConcurrency > 0 ? `${MaxConcurrency} at once` : undefined;
}

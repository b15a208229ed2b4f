import { isObject, type Json, type JsonObject } from "@batchline/asl";
import type { Join, Recording } from "./recording.ts";
import { type Outcome, type Replayed, valueAt } from "./replay.ts";
import { withParsedTexts } from "./shown.ts";

/** Our value for a key of `expected`. Undefined for a key that nothing here can put together. */
export function answerFor(key: string, recording: Recording, { outcomes }: Replayed): Json | undefined {
  const joins = recording.joins[key] ?? [];
  const [first] = joins;
  if (first?.composed === true) return composed(key, outcomes, first.after ?? outcomes.length);
  const parts = joins.map((join) => [join.at, partOf(join, outcomes)] as const);
  const [only] = parts;
  if (parts.length === 1 && only?.[0] === undefined) return shown(only?.[1]);
  if (parts.some(([at, value]) => at === undefined || value === undefined)) return undefined;
  return shown(assembled(parts.map(([at, value]) => [at ?? "", value ?? null])));
}

/** In the recordings nothing is left of an answer that is no JSON but its text. */
function shown(value: Json | undefined): Json | undefined {
  return value === undefined ? undefined : withParsedTexts(value);
}

function partOf({ call = 0, path }: Join, outcomes: readonly Outcome[]): Json | undefined {
  const outcome = outcomes[call];
  if (outcome === undefined) return undefined;
  const logged = outcome.call.service === "logs" ? withLoggedEvents(outcome) : outcome;
  const { answer, error } = logged;
  if (path === undefined) return error ?? answer;
  if (path === "$error") return error ?? "it was not refused";
  if (path.startsWith("$error.")) return valueAt(error, path.slice("$error.".length));
  return valueAt(answer, path);
}

/** Step Functions' events are the messages of the log; the snapshots show the messages, newest last. */
function withLoggedEvents({ call, answer }: Outcome): Outcome {
  const events = Array.isArray(answer?.events) ? answer.events : [];
  const messages = events.flatMap((event: Json) =>
    isObject(event) ? [JSON.parse(String(event.message))] : [],
  );
  return { call, answer: { ...answer, events: messages } };
}

function assembled(parts: readonly (readonly [at: string, value: Json])[]): JsonObject {
  const whole: Record<string, Json> = {};
  for (const [at, value] of parts) whole[at] = value;
  return whole;
}

/** Values that the tests put together themselves. */
function composed(key: string, outcomes: readonly Outcome[], after: number): Json | undefined {
  const before = outcomes.slice(0, after + 1);
  if (key === "cases") return casesOf(before);
  if (key === "messages" || key === "stepfunctions_events") return messagesOf(before);
  return undefined;
}

/** The input and the output of each execution. */
function casesOf(outcomes: readonly Outcome[]): Json {
  const histories = new Map<Json | undefined, JsonObject>();
  for (const { call, answer } of outcomes) {
    if (call.api === "GetExecutionHistory") histories.set(call.params.executionArn, answer ?? {});
  }
  return outcomes
    .filter(({ call }) => call.api === "StartExecution" && call.helper !== true)
    .map(({ call }) => {
      const events = histories.get(call.gives?.executionArn)?.events;
      const last = Array.isArray(events) ? events.at(-1) : undefined;
      const { executionSucceededEventDetails: details } = isObject(last) ? last : {};
      return withParsedTexts({
        input: call.params.inputText ?? call.params.input ?? null,
        output: (isObject(details) ? details.output : undefined) ?? null,
      });
    });
}

function messagesOf(outcomes: readonly Outcome[]): Json {
  const received = outcomes.flatMap(({ call, answer }) =>
    call.api === "ReceiveMessage" && Array.isArray(answer?.Messages) ? answer.Messages : [],
  );
  return received.map((message: Json) => JSON.parse(String(isObject(message) ? message.Body : "null")));
}

import { isObject, type Json, type JsonObject } from "@batchline/asl";
import type { Account } from "./account.ts";
import { Missing } from "./missing.ts";
import { parametersOf } from "./parameters.ts";
import type { RecordedCall, Recording } from "./recording.ts";
import { shownAnswer, shownError } from "./shown.ts";

/** What a call got. */
export interface Outcome {
  readonly call: RecordedCall;
  readonly answer?: JsonObject;
  readonly error?: JsonObject;
}

export interface Replayed {
  readonly outcomes: readonly Outcome[];
  /** Stand-in → real value. */
  readonly given: ReadonlyMap<string, string>;
}

/** How the embedded AWS refuses those. */
const notHere =
  /(\S+:\S+) is not in the embedded AWS|(.+) is not emulated|(uses JSONPath)|the embedded AWS has (no service "\w+")|(?:'INVALID_RESOURCE: )(.+): of aws-sdk the embedded AWS has/;

/** An answer that never comes: the steps of the clock after which a wait ends. */
const maxSteps = 3000;

/** Makes the recording's calls, one after the other. Throws for one that fails and was not refused on AWS. */
export async function replay(recording: Recording, account: Account): Promise<Replayed> {
  const given = new Map<string, string>();
  const outcomes: Outcome[] = [];
  for (const call of recording.calls) {
    const outcome = await perform(call, given, account);
    outcomes.push(outcome);
    const message = String(outcome.error?.message ?? "");
    const what = notHere
      .exec(message)
      ?.slice(1)
      .find((each) => each !== undefined);
    if (what !== undefined) throw new Missing(`needs ${what}`);
    if (outcome.error !== undefined && call.refused !== true) {
      const { Error: error } = outcome.error;
      throw new Error(`${call.service}:${call.api} failed: ${JSON.stringify(error)}`);
    }
    remember(call, outcome, given);
  }
  return { outcomes, given };
}

async function perform(call: RecordedCall, given: Map<string, string>, account: Account): Promise<Outcome> {
  const params = parametersOf(call.service, call.params, given);
  // The source found the streams of a log by itself.
  const api =
    call.api === "GetLogEvents" && params.logStreamName === undefined ? "FilterLogEvents" : call.api;
  const attempt = async (): Promise<Outcome> => {
    try {
      return { call, answer: await shownAnswer(await account.call(call.service, api, params)) };
    } catch (cause) {
      if (!(cause instanceof Error) || !("$metadata" in cause)) throw cause;
      return { call, error: await shownError(cause) };
    }
  };
  const isThere = condition(call);
  for (let steps = 0; ; steps++) {
    const outcome = await attempt();
    if (isThere(outcome)) return outcome;
    await account.quiet();
    const later = await attempt();
    if (isThere(later)) return later;
    if (!account.clock.step()) {
      if (call.service === "sqs") throw new Missing("needs a queue that another service or program fills");
      throw new Error(`${call.api} waits for ${call.await}, and nothing is due`);
    }
    await account.quiet();
    if (steps > maxSteps) throw new Error(`${call.api} waits for ${call.await} for ever`);
  }
}

/** Whether the answer is what the next calls need. */
function condition({ await: wanted }: RecordedCall): (outcome: Outcome) => boolean {
  switch (wanted) {
    case undefined:
      return () => true;
    case "execution_terminated":
    case "execution_success":
      return ({ answer }) => {
        const events = listIn(answer, "events");
        return /^Execution(Succeeded|Failed|Aborted|TimedOut)$/.test(String(events.at(-1)?.type));
      };
    case "on_execution_events":
      return ({ answer }) => listIn(answer, "events").length > 1;
    case "execution_aborted":
      return ({ answer }) => answer?.status === "ABORTED";
    case "on_execution_logs":
      return ({ answer }) =>
        listIn(answer, "events").some(({ message }) =>
          /"type":"Execution(Succ|Fail|Abort|Timed)/.test(String(message)),
        );
    case "list_execution_status":
      return ({ answer }) => listIn(answer, "executions").length > 0;
    case "retry":
    case "condition":
      return ({ call, answer }) =>
        answer !== undefined && (call.api !== "ReceiveMessage" || listIn(answer, "Messages").length > 0);
    default:
      return () => true;
  }
}

function listIn(answer: JsonObject | undefined, name: string): JsonObject[] {
  const list = answer?.[name];
  return Array.isArray(list) ? list.filter(isObject) : [];
}

function remember({ gives = {} }: RecordedCall, { answer }: Outcome, given: Map<string, string>): void {
  for (const [path, standIn] of Object.entries(gives)) {
    const value = valueAt(answer, path);
    if (typeof value !== "string") continue;
    given.set(standIn, value);
    const [parts, realParts] = [standIn.split(/[:/]/), value.split(/[:/]/)];
    if (parts.length !== realParts.length) continue;
    // Placeholders name parts of ARNs.
    for (const [index, part] of parts.entries())
      if (part !== realParts[index]) given.set(part, realParts[index] ?? "");
  }
}

/** The value at `logGroups.0.arn`. */
export function valueAt(value: Json | undefined, path: string): Json | undefined {
  return path.split(".").reduce<Json | undefined>((found, step) => {
    if (Array.isArray(found)) return found[Number(step)];
    return isObject(found) ? found[step] : undefined;
  }, value);
}

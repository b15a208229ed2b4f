import { S3Client } from "@aws-sdk/client-s3";
import { isObject, type Json, type JsonObject } from "@batchline/asl";
import { serveS3 } from "@batchline/embedded-aws/testing";
import { compare } from "../compare.ts";
import type { Difference } from "../difference.ts";
import { parametersOf, realText } from "../parameters.ts";
import { Bindings } from "../placeholders.ts";
import { type Recording, standIns } from "../recording.ts";
import { valueAt } from "../replay.ts";
import { callsOf, checkIsEmulated, checkIsHere, type S3Call, withStatus } from "./calls.ts";
import { type PlainAnswer, presign, type Served, send } from "./plain-request.ts";
import { type Answer, call } from "./sdk-call.ts";
import { withNamespaceOf, xmlObject } from "./xml-object.ts";

/** What calls got, and what the recording's values are here. */
interface Replayed {
  readonly answers: readonly (Answer | PlainAnswer | undefined)[];
  readonly given: Map<string, string>;
}

/** Replays a recording on an S3 of its own. Throws Missing for what it does not have. */
export async function s3Differences(recording: Recording): Promise<Difference[]> {
  for (const one of callsOf(recording)) checkIsHere(one);
  const { region } = standIns;
  const s3 = await serveS3({ region });
  const credentials = s3.identity.operator;
  const client = new S3Client({
    endpoint: s3.endpoint,
    region,
    credentials,
    maxAttempts: 1,
    forcePathStyle: true,
  });
  try {
    await s3.s3.deleteBucket("shop");
    const replayed = await replay(recording, client, { endpoint: s3.endpoint, region, credentials });
    const bindings = new Bindings(recording, replayed.given);
    return Object.entries(recording.expected).flatMap(([key, expected]) => {
      const actual = answerFor(key, recording, replayed);
      return compare(...comparable(expected, actual), bindings, key);
    });
  } finally {
    client.destroy();
    await s3.stop();
  }
}

async function replay(recording: Recording, client: S3Client, served: Served): Promise<Replayed> {
  const given = new Map<string, string>();
  const answers: Replayed["answers"][number][] = [];
  for (const [index, one] of callsOf(recording).entries()) {
    if (one.presign !== undefined) {
      for (const [from, to] of await presign(one, served, ageOf(one, index, recording))) given.set(from, to);
      answers.push(undefined);
    } else if (one.http !== undefined) {
      const { body } = parametersOf("s3", { body: one.body ?? null }, given);
      const real: S3Call = { ...one, url: realText(String(one.url), given) };
      // `fetch` invents a type for a text.
      const bytes = typeof body === "string" || body instanceof Uint8Array ? Buffer.from(body) : undefined;
      const answer = await send(real, served, bytes);
      checkIsEmulated(answer.text);
      answers.push(answer);
    } else {
      const answer = await call(client, String(one.api), parametersOf("s3", one.params ?? {}, given));
      checkIsEmulated(valueAt(answer.shown, "Error.Message"));
      answers.push(answer);
      for (const [path, standIn] of Object.entries(one.gives ?? {})) {
        const value = valueAt(answer.shown, path);
        if (typeof value === "string") given.set(standIn, value);
      }
    }
  }
  return { answers, given };
}

/** Seconds. The tests waited until a URL had expired; the calls do not say so, but AWS's answers do. */
function ageOf({ gives, params }: S3Call, index: number, { calls, joins, expected }: Recording): number {
  const expired = Object.entries(joins).some(([key, [join]]) => {
    const after = join?.after ?? 0;
    const message = valueAt(expected[key], "Error.Message");
    return message === "Request has expired" && after > index && Object(calls[after]).url === gives?.url;
  });
  return expired ? Number(params?.ExpiresIn) + 1 : 0;
}

function answerFor(key: string, recording: Recording, { answers }: Replayed): Json | undefined {
  const [join] = recording.joins[key] ?? [];
  const answer = answers[join?.after ?? join?.call ?? 0];
  if (answer === undefined) return undefined;
  const expected = recording.expected[key];
  if ("text" in answer) return composed(answer, expected);
  if (join?.after !== undefined)
    return typeof expected === "number" ? (answer.shown.status ?? null) : chosen(answer, expected);
  const { path } = join ?? {};
  return path === undefined || path === "$error" ? answer.shown : valueAt(answer.shown, path);
}

/** What was read from the answer to a plain request: its XML or its text, with the status if the recording has it. */
function composed({ text, status }: PlainAnswer, expected: Json | undefined): Json {
  if (!text.startsWith("<?xml")) return text;
  const withCode = isObject(expected) && "StatusCode" in expected;
  return { ...withNamespaceOf(expected, xmlObject(text)), ...(withCode && { StatusCode: status }) };
}

/** The headers that the recording has. */
function chosen({ headers }: Answer, expected: Json | undefined): JsonObject {
  const names = isObject(expected) ? Object.keys(expected) : [];
  return Object.fromEntries(names.map((name) => [name, headers[name] ?? null]));
}

/** The status counts, and no other metadata. A body that the test had read is empty in the recording. */
function comparable(
  expected: Json | undefined,
  actual: Json | undefined,
): [Json | undefined, Json | undefined] {
  if (!isObject(expected) || !isObject(actual)) return [expected, actual];
  const { ResponseMetadata: metadata, ...fields } = ordered(expected);
  const wanted = isObject(metadata) ? withStatus(fields, Number(metadata.HTTPStatusCode)) : fields;
  const wasRead = wanted.Body === "" && wanted.ContentLength !== 0;
  return [wanted, { ...ordered(actual), ...(wasRead && { Body: "" }) }];
}

/** DeleteObjects answers in any order. Ids of requests do not count. */
function ordered(answer: JsonObject): JsonObject {
  const entries = Object.entries(answer).map(([name, value]) => {
    if (name === "Error" && isObject(value)) {
      const { RequestId: _, HostId: __, ...rest } = value;
      return [name, rest] as const;
    }
    const anyOrder = (name === "Deleted" || name === "Errors") && Array.isArray(value);
    return [name, anyOrder ? value.toSorted((a, b) => (text(a) < text(b) ? -1 : 1)) : value] as const;
  });
  return Object.fromEntries(entries);
}

const text = (value: Json) => JSON.stringify(value);

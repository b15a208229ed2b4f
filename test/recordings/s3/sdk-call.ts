import * as sdk from "@aws-sdk/client-s3";
import { isObject, type Json, type JsonObject } from "@batchline/asl";
import { Missing } from "../missing.ts";
import { shownAnswer } from "../shown.ts";
import { withStatus } from "./calls.ts";
import { copySource, decodedKeys, sendBytes } from "./python-sdk.ts";
import { xmlObject } from "./xml-object.ts";

type Input = Record<string, unknown>;

/** An answer, and its headers as they came. */
export interface Answer {
  readonly shown: JsonObject;
  readonly headers: Readonly<Record<string, string>>;
}

/** Calls an operation as Python's SDK does, which the recordings were made with. */
export async function call(client: sdk.S3Client, api: string, given: Input): Promise<Answer> {
  const input: Input = { ...given };
  const listing = /^ListObject(s|sV2|Versions)$/.test(api) && !("EncodingType" in input);
  if (listing) input.EncodingType = "url";
  if (input.CopySource !== undefined) input.CopySource = copySource(input.CopySource);
  const commands: Readonly<Record<string, unknown>> = { ...sdk };
  const Command = commands[`${api}Command`];
  if (typeof Command !== "function") throw new Missing(`the SDK has no ${api}`);
  const command: sdk.GetObjectCommand = Reflect.construct(Command, [input]);
  const answer = { raw: "", status: 0, headers: {} };
  command.middlewareStack.add(
    (next) => async (args) => {
      // Python's SDK invents no type for a body.
      if (input.ContentType === undefined && hasHeaders(args.request))
        delete args.request.headers["content-type"];
      return await next(args);
    },
    { step: "build", priority: "low" },
  );
  command.middlewareStack.add(
    (next) => async (args) => {
      if (hasHeaders(args.request)) sendBytes(args.request.headers);
      return await next(args);
    },
    { step: "deserialize", priority: "high" },
  );
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      if (isResponse(result.response)) Object.assign(answer, await received(result.response, api));
      return result;
    },
    { step: "deserialize", priority: "low" },
  );
  try {
    const shown = await shownAnswer({ ...(await client.send(command)) });
    const { ResponseMetadata: _, ...fields } = listing ? decodedKeys(shown) : shown;
    return { shown: withStatus(numbered(fields), answer.status), headers: answer.headers };
  } catch (cause) {
    if (answer.status < 300) throw cause;
    return { shown: withStatus(errorOf(answer), answer.status), headers: answer.headers };
  }
}

function hasHeaders(value: unknown): value is { readonly headers: Record<string, string> } {
  return typeof value === "object" && value !== null && "headers" in value;
}

interface Response {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  body: AsyncIterable<Uint8Array>;
}

function isResponse(value: unknown): value is Response {
  return typeof value === "object" && value !== null && "statusCode" in value;
}

/** Reads an answer before the SDK does, but for an object that is downloaded. */
async function received(response: Response, api: string) {
  const { statusCode: status, headers } = response;
  if (status < 300 && api === "GetObject") return { status, headers };
  const pieces: Uint8Array[] = [];
  for await (const piece of response.body) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  Object.assign(response, { body: bytes });
  return { status, headers, raw: bytes.toString() };
}

/** Numbers that the JavaScript SDK leaves as texts. */
function numbered(fields: JsonObject): JsonObject {
  const entries = Object.entries(fields).map(([name, value]) => {
    if (/PartNumberMarker$/.test(name) && typeof value === "string") return [name, Number(value)] as const;
    return [name, isObject(value) ? numbered(value) : value] as const;
  });
  return Object.fromEntries(entries);
}

const reasons: Readonly<Record<number, string>> = {
  304: "Not Modified",
  400: "Bad Request",
  403: "Forbidden",
  404: "Not Found",
  412: "Precondition Failed",
};

/** Members of errors, which Python's SDK shows beside the error, too. */
const modelled = ["StorageClass", "AccessTier"];

/** An error; without a body the code is the status. */
function errorOf({ raw, status }: { readonly raw: string; readonly status: number }): JsonObject {
  if (raw === "") return { Error: { Code: String(status), Message: reasons[status] ?? "" } };
  const { Error: fields } = xmlObject(raw);
  if (!isObject(fields)) return { Error: raw };
  const { RequestId: _, HostId: __, ...rest } = fields;
  const shown = Object.entries(rest).map(([name, value]): [string, Json] => [name, value ?? ""]);
  const beside = shown.filter(([name]) => modelled.includes(name));
  return { Error: Object.fromEntries(shown), ...Object.fromEntries(beside) };
}

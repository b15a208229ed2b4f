import type { PutEventsRequestEntry } from "@aws-sdk/client-eventbridge";
import { isRecord } from "@batchline/diagnostics";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { parseText } from "../../host/gateway/body/parse-json.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
const limits = { bytes: 1024 ** 2, timeBytes: 14 };

/** Why an entry is not accepted, in EventBridge's words. */
export interface RefusedEntry {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

/** Throws ValidationException if all entries together are larger than 1 MiB. */
export function checkSize(entries: readonly PutEventsRequestEntry[]): void {
  const bytes = entries.reduce((sum, { Time, Source = "", DetailType = "", Detail = "", Resources = [] }) => {
    const texts = [Source, DetailType, Detail, ...Resources];
    const ofTexts = texts.reduce((total, text) => total + Buffer.byteLength(text), 0);
    return sum + ofTexts + (Time === undefined ? 0 : limits.timeBytes);
  }, 0);
  if (bytes > limits.bytes)
    throw new AwsError("ValidationException", "Total size of the entries in the request is over the limit.");
}

/** The detail of an entry, or why it is refused. */
export function detailOf({
  Source,
  DetailType,
  Detail,
}: PutEventsRequestEntry): { readonly detail: Readonly<Record<string, unknown>> } | RefusedEntry {
  for (const [name, value] of Object.entries({ Source, DetailType, Detail }))
    if (!value)
      return refused(
        "InvalidArgument",
        `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
      );
  if (Source?.startsWith("aws."))
    return refused("NotAuthorizedForSourceException", "Not authorized for the source.");
  try {
    const detail: unknown = parseText(Detail ?? "");
    if (isRecord(detail)) return { detail };
  } catch {
    // The answer is the same as for JSON that is not an object.
  }
  return refused("MalformedDetail", "Detail is malformed.");
}

function refused(ErrorCode: string, ErrorMessage: string): RefusedEntry {
  return { ErrorCode, ErrorMessage };
}

import { isRecord } from "@batchline/diagnostics";
import { AwsError } from "../../host/gateway/aws-error.ts";
import { parseText } from "../../host/gateway/body/parse-json.ts";
import { invalidParameter } from "./filter-policy.ts";
import type { Message } from "./notification.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const limits = { bytes: 256 * 1024, subject: 100 };

/** Throws InvalidParameter for a message that SNS refuses. Its attributes count, too. */
export function checkMessage({ text, subject, attributes = {} }: Message): void {
  if (text === "") throw invalidParameter("Empty message");
  const ofAttributes = Object.entries(attributes).flatMap(([name, { Type, Value }]) => [name, Type, Value]);
  const bytes = [text, ...ofAttributes].reduce((sum, each) => sum + Buffer.byteLength(each), 0);
  if (bytes > limits.bytes) throw invalidParameter("Message too long");
  // "ASCII text that begins with a letter, number, or punctuation mark; no line breaks or control characters"
  if (
    subject !== undefined &&
    (subject.length > limits.subject || !/^[\x21-\x7e][\x20-\x7e]*$/.test(subject))
  )
    throw invalidParameter("Subject");
}

/** The texts of a message with `MessageStructure=json`. Throws InvalidParameter. */
export function textsByProtocol(message: string): Pick<Message, "text" | "byProtocol"> {
  const texts = parsed(message);
  if (!isRecord(texts)) throw invalidParameter("Message Structure - JSON message body failed to parse");
  const { default: text, ...others } = texts;
  if (typeof text !== "string")
    throw invalidParameter("Message Structure - No default entry in JSON message body");
  const byProtocol = Object.entries(others).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return { text, byProtocol: Object.fromEntries(byProtocol) };
}

/** Throws ParameterValueInvalid for an attribute that SNS refuses. */
export function checkAttribute(name: string, type: string, value: string): void {
  if (!/^(String|Number|Binary)(\.|$)/.test(type))
    throw new AwsError(
      "ParameterValueInvalid",
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  if (type.startsWith("Number") && (value.trim() === "" || Number.isNaN(Number(value))))
    throw new AwsError(
      "ParameterValueInvalid",
      `Could not cast message attribute '${name}' value to number.`,
    );
}

function parsed(text: string): unknown {
  try {
    return parseText(text);
  } catch {
    return undefined;
  }
}

import { type Json, nestsDeeper } from "@batchline/asl";
import { nextTurn } from "@batchline/clock";
import { AwsError } from "../aws-error.ts";
import { jsonInSteps, withoutNulls } from "./json-in-steps.ts";

/** Up to here JSON.parse takes some milliseconds at most. */
const atOnceBytes = 64 * 1024;

/** The limit of Jackson, which AWS's services in Java read JSON with. DynamoDB's deepest value takes 66 levels. */
const deepest = 1000;

/**
 * Parses a request's JSON without holding the event loop; `{}` if it is empty. Members that are null are left out. Throws SerializationException.
 * @example await parseJson(Buffer.from('{"jobs":["a"]}'))
 */
export async function parseJson(body: Buffer): Promise<unknown> {
  if (body.length === 0) return {};
  const text = body.toString("utf8");
  try {
    if (text.length <= atOnceBytes && depthOf(text) <= deepest) {
      const value = JSON.parse(text);
      return text.includes("null") ? withoutNulls(value) : value;
    }
    const steps = jsonInSteps(text, deepest, tooDeep);
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      await nextTurn();
    }
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new AwsError("SerializationException", cause.message, 400, { cause });
  }
}

/**
 * Parses JSON that a request has as a text. Throws SyntaxError also where it is nested deeper than a request may be: a walk
 * through it would run out of stack.
 * @example parseText('{"a":1}')
 */
export function parseText(text: string): Json {
  const value: Json = JSON.parse(text);
  return depthOf(text) > deepest && nestsDeeper(value, deepest) ? tooDeep() : value;
}

function tooDeep(): never {
  throw new SyntaxError(`JSON is nested deeper than ${deepest} levels`);
}

/** At least the depth: brackets in texts are counted, too. */
function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x5b || code === 0x7b) most = Math.max(most, ++depth);
    else if (code === 0x5d || code === 0x7d) depth--;
  }
  return most;
}

import { isObject, type Json, type JsonObject } from "@batchline/asl";
import { standIns } from "./recording.ts";

/** Parameters that are JSON texts in the API, and parsed in the recordings. */
const texts = new Set(["definition", "input", "output", "context", "variables"]);

/** A call's parameters as the API takes them. `given` has a real value for each stand-in's. */
export function parametersOf(
  service: string,
  params: JsonObject,
  given: ReadonlyMap<string, string>,
): Record<string, unknown> {
  const named = Object.entries(params);
  const own = service === "stepfunctions" ? named.map((each) => asText(each, params)) : named;
  return Object.fromEntries(own.map(([name, value]) => [name.replace(/Text$/, ""), realValue(value, given)]));
}

function asText([name, value]: readonly [string, Json], params: JsonObject): [string, Json] {
  const isText = texts.has(name);
  return [name, isText && !Object.hasOwn(params, `${name}Text`) ? JSON.stringify(value) : value];
}

/** The value with real names and the embedded account. Written-out bytes and long texts are made. */
function realValue(value: Json, given: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string") return realText(value, given);
  if (Array.isArray(value)) return value.map((item: Json) => realValue(item, given));
  if (!isObject(value)) return value;
  const { $text, $base64, $repeat, $time } = value;
  if (typeof $text === "string") return Buffer.from(realText($text, given));
  if (typeof $base64 === "string") return Buffer.from($base64, "base64");
  if (typeof $time === "string") return new Date($time);
  if (isObject($repeat)) {
    const { char, text, length } = $repeat;
    const part = String(char ?? text);
    return part.repeat(Math.ceil(Number(length) / part.length)).slice(0, Number(length));
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [realText(name, given), realValue(field, given)]),
  );
}

/** The longest stand-ins first: one may be a part of another. */
export function realText(text: string, given: ReadonlyMap<string, string>): string {
  let real = text;
  for (const [standIn, value] of [...given].sort(([a], [b]) => b.length - a.length))
    real = real.replaceAll(standIn, value);
  return real.replaceAll(standIns.recorded, standIns.account);
}

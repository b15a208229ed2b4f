import { isObject, type Json, type JsonObject } from "@batchline/asl";
import type { Difference } from "./difference.ts";
import { compareEvents, isHistory } from "./events.ts";
import type { Bindings } from "./placeholders.ts";

/** Fields whose values the recordings do not mean. */
const ignored = new Set([
  "HTTPHeaders",
  "SdkHttpMetadata",
  "SdkResponseMetadata",
  "Headers",
  "stackTrace",
  "requestId",
  "ResponseMetadata",
]);

/** The differences between AWS's answer and ours. `bindings` learns what placeholders stand for. */
export function compare(
  expected: Json | undefined,
  actual: Json | undefined,
  bindings: Bindings,
  path: string,
): Difference[] {
  if (typeof expected === "string" && bindings.fits(expected, actual)) return [];
  // The SDK of the recordings refused it before AWS could.
  if (typeof expected === "string" && expected.startsWith("Parameter validation failed")) return [];
  const [, code, message] =
    /^An error occurred \((\w+)\) when calling the \w+ operation: (.*)$/s.exec(String(expected)) ?? [];
  if (code !== undefined && isObject(actual)) {
    const { Error: error } = actual;
    return compare({ Code: code, Message: message ?? "" }, error, bindings, path);
  }
  if (isHistory(expected) && isHistory(actual))
    return compareEvents(expected, actual, bindings, path, compare);
  if (Array.isArray(expected) && Array.isArray(actual)) return compareLists(expected, actual, bindings, path);
  if (isObject(expected) && isObject(actual)) return compareObjects(expected, actual, bindings, path);
  if (expected === actual) return [];
  const [expectedJson, actualJson] = [jsonIn(expected), jsonIn(actual)];
  if (expectedJson !== undefined && actualJson !== undefined)
    return compare(expectedJson, actualJson, bindings, `${path}(text)`);
  return [{ path, expected, actual }];
}

function compareLists(
  expected: readonly Json[],
  actual: readonly Json[],
  bindings: Bindings,
  path: string,
): Difference[] {
  const longer = Math.max(expected.length, actual.length);
  return Array.from({ length: longer }, (_, index) =>
    compare(expected[index], actual[index], bindings, `${path}[${index}]`),
  ).flat();
}

function compareObjects(
  expected: JsonObject,
  actual: JsonObject,
  bindings: Bindings,
  path: string,
): Difference[] {
  if ("exception_typename" in expected) return compareErrors(expected, actual, bindings, path);
  const names = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...names]
    .filter((name) => !ignored.has(name))
    .flatMap((name) => {
      const own = bindings.realName(name, actual);
      if (own === undefined) return [];
      return compare(expected[name], actual[own], bindings, `${path}.${name}`);
    });
}

/** Of an error of the SDK the code counts. */
function compareErrors(
  { exception_typename }: JsonObject,
  { exception_value }: JsonObject,
  bindings: Bindings,
  path: string,
): Difference[] {
  const { Error: error } = isObject(exception_value) ? exception_value : {};
  const { Code } = isObject(error) ? error : {};
  // The SDK of the recordings refused it before AWS could.
  if (exception_typename === "ParamValidationError" && Code !== undefined) return [];
  return compare(exception_typename, Code, bindings, `${path}.exception_typename`);
}

/** The JSON in a text, in AWS's compact form or with its spaces. */
function jsonIn(value: Json | undefined): Json | undefined {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

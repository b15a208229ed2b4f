import { isObject, type Json, type JsonObject } from "@batchline/asl";
import { AwsError } from "../../../host/gateway/aws-error.ts";
import { parseText } from "../../../host/gateway/body/parse-json.ts";

const fields: Readonly<Record<string, Readonly<Record<string, "string" | "number" | "any">>>> = {
  Execution: {
    Id: "string",
    Input: "any",
    Name: "string",
    RoleArn: "string",
    StartTime: "string",
    RedriveCount: "number",
    RedriveTime: "string",
  },
  State: { EnteredTime: "string", Name: "string", RetryCount: "number" },
  StateMachine: { Id: "string", Name: "string" },
  Task: { Token: "string" },
};

/**
 * The context object that a test gives. Throws ValidationException in AWS's words.
 * https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html
 */
export function givenContext(text: string, resource: string | undefined): JsonObject {
  const context = parse(text);
  for (const [name, part] of Object.entries(context)) {
    if (name === "Map") throw invalid("'Map' field is not supported when mocking a Context object");
    const allowed = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (allowed === undefined) throw invalid(`Field '${name}' is not allowed`);
    if (!isObject(part)) throw invalid(`${name} must be an object`);
    checkPart(name, part, allowed);
  }
  const waits = resource !== undefined && /\.(sync(:2)?|waitForTaskToken)$/.test(resource);
  if (Object.hasOwn(context, "Task") && !waits)
    throw invalid(
      "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern",
    );
  return context;
}

function checkPart(
  name: string,
  part: JsonObject,
  allowed: Readonly<Record<string, "string" | "number" | "any">>,
): void {
  for (const [field, value] of Object.entries(part)) {
    const type = Object.hasOwn(allowed, field) ? allowed[field] : undefined;
    if (type === undefined) throw invalid(`Field '${field}' is not allowed`);
    if (type !== "any" && typeof value !== type) throw invalid(`${name}.${field} must be a ${type}`);
  }
}

function parse(text: string): JsonObject {
  let value: Json;
  try {
    value = parseText(text);
  } catch {
    throw invalid("Context object must be valid JSON");
  }
  if (isObject(value)) return value;
  throw invalid("Context object must be a JSON object");
}

function invalid(why: string): AwsError {
  return new AwsError("ValidationException", `Invalid Context object provided: ${why}`);
}

/**
 * The process of a function. It ends when the IPC channel closes, so it never outlives the embedded AWS.
 * It is JavaScript, because Node.js takes 30 ms to load what it reads TypeScript with: half of a small function's start.
 * @import { FromRuntime, RuntimeReady, ToRuntime } from "./runtime-messages.ts"
 */
import { pathToFileURL } from "node:url";
import { format } from "node:util";

const [file = "", exportName = "", logFormat = "Text"] = process.argv.slice(2);
let requestId = "";

for (const level of /** @type {const} */ (["debug", "info", "log", "warn", "error"])) {
  const label = level === "log" ? "INFO" : level.toUpperCase();
  console[level] = (/** @type {unknown[]} */ ...values) => {
    process.stdout.write(`${(logFormat === "JSON" ? jsonLine : textLine)(label, values)}\n`);
  };
}

process.on("disconnect", () => process.exit(0));
// Ctrl-C reaches all processes of a terminal. The embedded AWS decides when this one ends.
process.on("SIGINT", () => {});

const loading = import(pathToFileURL(file).href);
// The first invocation reports a failure to load.
loading.catch(() => {}).finally(() => send({ ready: true }));

process.on("message", async (/** @type {ToRuntime} */ message) => {
  requestId = message.requestId;
  try {
    const handler = (await loading)[exportName];
    if (typeof handler !== "function")
      throw namedError("Runtime.HandlerNotFound", `${file} exports no ${exportName}`);
    const deadline = message.deadlineMs;
    const context = {
      awsRequestId: requestId,
      functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
      functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
      invokedFunctionArn: message.functionArn,
      memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
      logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
      logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    };
    /** @type {unknown} */
    const result = await handler(JSON.parse(message.payload), context);
    markEnd(message);
    send({ requestId, payload: JSON.stringify(result ?? null) });
  } catch (cause) {
    const error = cause instanceof Error ? cause : new Error(format(cause));
    console.error("Invoke Error", error);
    const trace = String(error.stack)
      .split("\n")
      .map((line) => line.trim());
    const payload = { errorType: error.name, errorMessage: error.message, trace };
    markEnd(message);
    send({ requestId, payload: JSON.stringify(payload), functionError: "Unhandled" });
  }
});

/** @param {ToRuntime} message */
function markEnd({ endMark }) {
  if (endMark === undefined) return;
  for (const stream of [process.stdout, process.stderr]) stream.write(`${endMark}\n`);
}

/** @param {string} level @param {readonly unknown[]} values */
function textLine(level, values) {
  return [new Date().toISOString(), requestId, level, format(...values)].join("\t");
}

/**
 * A single value stays as it is; several become text, with the first error among them beside it.
 * https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
 * @param {string} level @param {readonly unknown[]} values
 */
function jsonLine(level, values) {
  const line = { timestamp: new Date().toISOString(), level, requestId };
  const [value, ...more] = values;
  if (more.length === 0)
    return JSON.stringify({ ...line, message: value }, (_, part) =>
      part instanceof Error ? described(part) : part,
    );
  const error = values.find((each) => each instanceof Error);
  return JSON.stringify({ ...line, message: format(...values), ...(error && described(error)) });
}

/** @param {Error} error */
function described(error) {
  const { message: errorMessage, stack } = error;
  return { errorType: error.constructor.name, errorMessage, stackTrace: stack?.split("\n"), ...error };
}

/** @param {FromRuntime | RuntimeReady} message */
function send(message) {
  process.send?.(message);
}

/** @param {string} name @param {string} message */
function namedError(name, message) {
  return Object.assign(new Error(message), { name });
}

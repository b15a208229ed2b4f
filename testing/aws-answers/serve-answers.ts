import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A code and message, in the protocol of the request. */
interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** A file's answer, changed; or a refusal. */
type Answer = ((text: string, request: string, path?: string) => string | Refusal) | Refusal;

/** Operation → its answer. @default the file's */
export type Answers = Readonly<Record<string, Answer>>;

/** AWS as its API references show it: the files of this folder. `asked` lists the operations in the order of their requests. */
export async function serveAnswers(answers: Answers = {}) {
  const asked: string[] = [];
  const server = createServer(async (message, response) => {
    const request = await textOf(message);
    if (message.url === "/layer") return response.end(JSON.stringify({ architecture: "arm64" }));
    const operation = operationOf(message, request);
    asked.push(operation);
    const isXml = /^Action=|&Action=/.test(request);
    response.setHeader("content-type", isXml ? "text/xml" : "application/x-amz-json-1.1");
    const given = answers[operation] ?? ((text: string) => text);
    const file = new URL(`${operation}.${isXml ? "xml" : "json"}`, import.meta.url);
    const answer =
      typeof given === "object"
        ? given
        : given(
            (await readFile(file, "utf8")).replace("LAYER", `http://${message.headers.host}/layer`),
            request,
            message.url ?? "",
          );
    if (typeof answer === "string") return response.end(answer);
    response.statusCode = 400;
    return response.end(isXml ? xmlError(answer, operation) : jsonError(answer));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    asked,
    client: {
      endpoint: `http://127.0.0.1:${port}`,
      region: "eu-central-1",
      credentials: { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "example" },
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Of JSON services in the target, of query services in the form, of Batch and Scheduler in the path. */
function operationOf({ headers, url = "" }: IncomingMessage, request: string): string {
  const target = headers["x-amz-target"];
  if (target !== undefined) return String(target).split(".").at(-1) ?? "";
  const action = new URLSearchParams(request).get("Action");
  if (action !== null) return action;
  const [path = ""] = url.split("?");
  const inPath: Readonly<Record<string, string>> = {
    "/schedules": "ListSchedules",
    "/v2/email/account": "GetAccount",
    "/v1/describejobqueues": "DescribeJobQueues",
    "/v1/describecomputeenvironments": "DescribeComputeEnvironments",
    "/v1/describejobdefinitions": "DescribeJobDefinitions",
    "/v1/describeconsumableresource": "DescribeConsumableResource",
    "/v1/describejobs": "DescribeJobs",
    "/v1/listjobs": "ListJobs",
    "/v1/getjobqueuesnapshot": "GetJobQueueSnapshot",
  };
  if (path.startsWith("/v2/email/identities/")) return "GetEmailIdentity";
  return inPath[path] ?? path;
}

function jsonError({ code, message }: Refusal): string {
  return JSON.stringify({ __type: code, message });
}

/** EC2 has another frame than IAM and STS. */
function xmlError({ code, message }: Refusal, operation: string) {
  const error = `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return operation.startsWith("Describe")
    ? `<Response><Errors>${error}</Errors><RequestID>ea966190</RequestID></Response>`
    : `<ErrorResponse>${error}<RequestId>ea966190</RequestId></ErrorResponse>`;
}

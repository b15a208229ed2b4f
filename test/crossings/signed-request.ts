import { Agent, request } from "node:http";
import { text } from "node:stream/consumers";
import { Hash } from "@smithy/core/serde";
import { SignatureV4 } from "@smithy/signature-v4";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A request as an attacker writes it: no client checks or changes it. */
export interface Call {
  readonly service: string;
  /** @default "POST" */
  readonly method?: string;
  /** Percent-encoded. @default "/" */
  readonly path?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  /** The error's, empty without one. */
  readonly code: string;
  readonly body: string;
}

export type Send = (call: Call) => Promise<Answer>;

interface Place {
  readonly endpoint: string;
  readonly region: string;
}

/** Signs and sends with these credentials. */
export function sender({ endpoint, region }: Place, credentials: Credentials): Send {
  const { hostname, port, host } = new URL(endpoint);
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const sha256 = Hash.bind(null, "sha256");
  return async ({ service, method = "POST", path = "/", query = {}, headers = {}, body = "" }) => {
    const signer = new SignatureV4({ service, region, credentials, sha256, uriEscapePath: service !== "s3" });
    const unsigned = { protocol: "http:", hostname, method, path, query, body };
    const signed = await signer.sign({ ...unsigned, headers: { ...headers, host } });
    const search = new URLSearchParams(query).toString();
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const sent = request(
      { agent, hostname, port, method, headers: signed.headers, path: search ? `${path}?${search}` : path },
      (response) => {
        const answered = (of: string): Answer => {
          const { statusCode: status = 0, headers } = response;
          return { status, code: errorCode(status, of, String(headers["x-amzn-errortype"] ?? "")), body: of };
        };
        text(response).then((of) => resolve(answered(of)), reject);
      },
    );
    sent.on("error", reject);
    sent.end(body);
    return promise;
  };
}

function errorCode(status: number, body: string, type: string): string {
  if (status < 300) return "";
  // An answer to HEAD has no body.
  if (body === "" && status === 403) return "AccessDenied";
  const code = /<Code>(\w+)<\/Code>/.exec(body)?.[1] ?? /"__type":"([^"]+)"/.exec(body)?.[1] ?? type;
  return code.replace(/^.*#|:.*$/g, "");
}

/** Whether AWS said that the caller may not. Other errors come after that decision. */
export function isDenied({ status, code }: Answer): boolean {
  return (status === 403 || status === 400) && /^AccessDenied(Exception)?$/.test(code);
}

/** Calls by what they try. */
export type Calls = Readonly<Record<string, Call>>;

/** A call of a service that speaks JSON with a target header. */
export function jsonCall(service: keyof typeof targets, operation: string, input: object): Call {
  const [prefix, version] = targets[service];
  const headers = {
    "content-type": `application/x-amz-json-${version}`,
    "x-amz-target": `${prefix}.${operation}`,
  };
  return { service, headers, body: JSON.stringify(input) };
}

const targets = {
  dynamodb: ["DynamoDB_20120810", "1.0"],
  states: ["AWSStepFunctions", "1.0"],
  logs: ["Logs_20140328", "1.1"],
  secretsmanager: ["secretsmanager", "1.1"],
  events: ["AWSEvents", "1.1"],
} as const;

/** A call of a service that speaks JSON over paths. */
export function restCall(service: "batch" | "lambda", method: string, path: string, input?: object): Call {
  const headers = { "content-type": "application/json" };
  return { service, method, path, headers, ...(input === undefined ? {} : { body: JSON.stringify(input) }) };
}

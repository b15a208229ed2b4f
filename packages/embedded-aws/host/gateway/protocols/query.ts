import { serviceModel } from "../../../models/model.ts";
import { AwsError, toAwsError, unknownOperation } from "../aws-error.ts";
import { checkInputInSteps, type InputCheck, mustCover } from "../input-check.ts";
import type { Call, GatewayRequest, GatewayResponse, Service } from "../service.ts";
import { indentedXml, type XmlValue } from "../xml.ts";
import { formInput } from "./form-input.ts";

/** An operation of a query service. Parameters are as sent (`Tags.member.1.Key`); it returns the children of the result element. */
export type QueryOperation = (parameters: QueryParameters, call: Call) => Promise<QueryResult> | QueryResult;
export type QueryResult = { readonly [element: string]: XmlValue };

export class QueryParameters {
  readonly #form: ReadonlyMap<string, string>;

  /** Of a repeated name the first value counts. */
  constructor(form: URLSearchParams) {
    this.#form = new Map([...form].reverse());
  }

  optional(name: string): string | undefined {
    return this.#form.get(name);
  }

  /** Throws MissingParameter. */
  required(name: string): string {
    const value = this.optional(name);
    if (value) return value;
    throw new AwsError("MissingParameter", `The request must contain the parameter ${name}.`);
  }

  /** The values of `name.member.1`, `name.member.2`, … */
  list(name: string): string[] {
    return this.#members(name, (prefix) => this.optional(prefix));
  }

  /** The structures of `name.member.1.<field>`, `name.member.2.<field>`, … with their fields. */
  structures<F extends string>(name: string, ...fields: readonly F[]): Record<F, string | undefined>[] {
    return this.#members(name, (prefix) => {
      const entries = fields.map((field) => [field, this.optional(`${prefix}.${field}`)] as const);
      return entries.every(([, value]) => value === undefined)
        ? undefined
        : (Object.fromEntries(entries) as Record<F, string | undefined>);
    });
  }

  #members<T>(name: string, read: (prefix: string) => T | undefined): T[] {
    const members: T[] = [];
    for (let position = 1; ; position++) {
      const member = read(`${name}.member.${position}`);
      if (member === undefined) return members;
      members.push(member);
    }
  }
}

interface QuerySpec {
  readonly signingName: string;
  readonly namespace: string;
  /** The code of a refusal. @default "AccessDenied" */
  readonly deniedCode?: string;
  /** @default the input is not checked */
  readonly check?: InputCheck;
  readonly operations: Readonly<Record<string, QueryOperation>>;
}

/** AWS Query (STS, SNS): the request is a form with `Action`, the answer XML. */
export function queryService(spec: QuerySpec): Service {
  if (spec.check !== undefined) mustCover(spec.check, Object.keys(spec.operations));
  const [, supported] = /\/doc\/([^/]+)/.exec(spec.namespace) ?? [];
  return {
    signingName: spec.signingName,
    operationOf: (request) => formOf(request).get("Action") ?? "",
    failed: (error, requestId) => queryError(error, requestId, spec),
    async handle(request) {
      const form = formOf(request);
      const name = form.get("Action");
      // STS answers so to a request without an action, and to a body that is not a form.
      if (name === null) return { status: 302, headers: { location: "https://aws.amazon.com/iam" } };
      const version = form.get("Version") ?? "NO_VERSION_SPECIFIED";
      try {
        if (version !== supported)
          throw new AwsError("InvalidAction", `Could not find operation ${name} for version ${version}`);
        const operation = Object.hasOwn(spec.operations, name) ? spec.operations[name] : undefined;
        if (operation === undefined) throw unknownOperation(spec.signingName, name, spec.check?.model);
        await checkForm(spec.check, name, form, request.requestId);
        const result = await operation(new QueryParameters(form), request);
        const document = { [`${name}Result`]: result, ResponseMetadata: { RequestId: request.requestId } };
        return xmlAnswer(200, indentedXml(`${name}Response`, document, spec.namespace));
      } catch (cause) {
        return queryError(toAwsError(cause, name), request.requestId, spec);
      }
    },
  };
}

async function checkForm(
  check: InputCheck | undefined,
  operation: string,
  form: URLSearchParams,
  requestId: string,
): Promise<void> {
  if (check === undefined) return;
  const input = formInput(serviceModel(check.model), operation, form);
  await checkInputInSteps({ unreadable: "MalformedInput", ...check }, operation, input, requestId);
}

/** STS's longest request has some hundred: 50 tags with their keys. */
const maxParameters = 10_000;

/** Throws MalformedQueryString. */
function formOf({ method, query, headers, body }: GatewayRequest): URLSearchParams {
  if (method !== "POST") return query;
  const isForm = headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true;
  if (!isForm) return new URLSearchParams();
  let parameters = 1;
  for (let at = body.indexOf("&"); at >= 0; at = body.indexOf("&", at + 1)) parameters++;
  if (parameters > maxParameters)
    throw new AwsError("MalformedQueryString", `A form has at most ${maxParameters} parameters.`, 404);
  return new URLSearchParams(body.toString("utf8"));
}

export function queryError(
  error: AwsError,
  requestId: string,
  { namespace, deniedCode = "AccessDenied" }: Partial<Pick<QuerySpec, "namespace" | "deniedCode">> = {},
): GatewayResponse {
  const document = {
    Error: {
      Type: error.status < 500 ? "Sender" : "Receiver",
      Code: error.code === "AccessDeniedException" ? deniedCode : error.code,
      Message: error.message,
    },
    RequestId: requestId,
  };
  return xmlAnswer(error.status, indentedXml("ErrorResponse", document, namespace));
}

function xmlAnswer(status: number, body: string): GatewayResponse {
  return { status, headers: { "content-type": "text/xml" }, body };
}

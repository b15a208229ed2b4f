import { type Refusal, refusal } from "./refusal.ts";

/** The claim of a request's signature, from the Authorization header or from a presigned URL's query. */
export interface Authorization {
  readonly accessKeyId: string;
  /** `YYYYMMDD` of the credential scope. */
  readonly date: string;
  readonly region: string;
  /** The signing name of the service. */
  readonly service: string;
  /** Lower-case names, in signed order. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `YYYYMMDDTHHMMSSZ`, as signed. */
  readonly timestamp: string;
  readonly sessionToken: string | undefined;
  /** Whether the query has the signature. */
  readonly presigned: boolean;
  /** Presigned URLs only, as sent: how many seconds after `timestamp` the URL is valid. */
  readonly expires?: string | undefined;
}

interface Signed {
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
}

const algorithm = "AWS4-HMAC-SHA256";

/** The claim of a request, why it is refused, or `undefined` if it has none. The messages are AWS's. */
export function readAuthorization({ headers, query }: Signed): Authorization | Refusal | undefined {
  const header = headers.authorization?.trim();
  const inQuery = [...query.keys()].some((name) => /^X-Amz-(Algorithm|Credential|Signature)$/.test(name));
  // S3 takes Version 2 for buckets of before June 2020 only.
  const isOld = header?.startsWith("AWS ") || (query.has("AWSAccessKeyId") && query.has("Signature"));
  if (isOld) return refusal("unsupported");
  if (header === undefined) return inQuery ? fromQuery(query) : undefined;
  if (query.has("X-Amz-Algorithm"))
    return refusal(
      "twoSignatures",
      "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
    );
  return header.startsWith("AWS4-") ? fromHeader(header, headers) : undefined;
}

function fromHeader(header: string, headers: Signed["headers"]): Authorization | Refusal {
  const [, named = "", rest = ""] = /^(\S+)\s*(.*)$/s.exec(header) ?? [];
  if (named !== algorithm) return unsupported(named);
  const fields = new Map<string, string>();
  for (const pair of rest.split(/[,\s]+/).filter((each) => each !== "")) {
    const [, name, value] = /^(Credential|SignedHeaders|Signature)=(.*)$/s.exec(pair) ?? [];
    if (name === undefined || value === undefined || fields.has(name))
      return refusal(
        "incomplete",
        `'${pair}' not a valid key=value pair (missing equal-sign) in Authorization header: '${header}'.`,
      );
    fields.set(name, value);
  }
  const { "x-amz-date": timestamp, "x-amz-security-token": sessionToken } = headers;
  const missing = ["Credential", "Signature", "SignedHeaders"].filter((name) => !fields.get(name));
  const messages = missing.map((name) => `Authorization header requires '${name}' parameter.`);
  if (timestamp === undefined)
    messages.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  if (messages.length > 0) return refusal("incomplete", `${messages.join(" ")} Authorization=${named}`);
  return authorization((name) => fields.get(name), String(timestamp), { sessionToken, presigned: false });
}

function fromQuery(query: URLSearchParams): Authorization | Refusal {
  const names = ["Algorithm", "Credential", "Signature", "SignedHeaders", "Date"];
  const missing = names.filter((name) => !query.get(`X-Amz-${name}`));
  const messages = missing.map((name) => `AWS query-string parameters must include 'X-Amz-${name}'.`);
  const again = "Re-examine the query-string parameters.";
  if (messages.length > 0) return refusal("incomplete", `${messages.join(" ")} ${again}`);
  const repeated = [...names, "Expires", "Security-Token"].find(
    (name) => query.getAll(`X-Amz-${name}`).length > 1,
  );
  if (repeated !== undefined)
    return refusal("incomplete", `X-Amz-${repeated} is in the query more than once. ${again}`);
  const field = (name: string) => query.get(`X-Amz-${name}`) ?? undefined;
  const named = String(field("Algorithm"));
  if (named !== algorithm) return unsupported(named);
  const sessionToken = field("Security-Token");
  return authorization(field, String(field("Date")), {
    sessionToken,
    presigned: true,
    expires: field("Expires"),
  });
}

function authorization(
  field: (name: string) => string | undefined,
  timestamp: string,
  rest: Pick<Authorization, "sessionToken" | "presigned" | "expires">,
): Authorization | Refusal {
  const credential = String(field("Credential"));
  const scope = /^([^/]+)\/([^/]+)\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(credential);
  const [, accessKeyId = "", date = "", region = "", service = "", terminator] = scope ?? [];
  if (scope === null)
    return refusal(
      "incomplete",
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
      {
        s3Message: `${rest.presigned ? "Error parsing the X-Amz-Credential parameter" : "The authorization header is malformed"}; ${malformed}`,
      },
    );
  if (terminator !== "aws4_request")
    return refusal(
      "wrongScope",
      `Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator}'.`,
    );
  const signedHeaders = String(field("SignedHeaders")).split(";");
  const signature = String(field("Signature"));
  return { accessKeyId, date, region, service, signedHeaders, signature, timestamp, ...rest };
}

const malformed =
  'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".';

function unsupported(named: string): Refusal {
  return refusal("incomplete", `Unsupported AWS 'algorithm': '${named}' (only AWS4-HMAC-SHA256 for now).`);
}

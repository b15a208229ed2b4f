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
  /** Presigned URLs only: how many seconds after `timestamp` the URL is valid. */
  readonly presignedSeconds?: number;
}

interface Signed {
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
}

export function readAuthorization({ headers, query }: Signed): Authorization | undefined {
  const header = headers.authorization;
  if (header === undefined) return query.has("X-Amz-Credential") ? fromQuery(query) : undefined;
  if (!/^AWS4-HMAC-SHA256\s/.test(header)) return undefined;
  const field = (name: string) => new RegExp(`[\\s,]${name}=([^,\\s]*)`).exec(header)?.[1];
  return authorization(field, headers["x-amz-date"], { sessionToken: headers["x-amz-security-token"] });
}

function fromQuery(query: URLSearchParams): Authorization | undefined {
  const field = (name: string) => query.get(`X-Amz-${name}`) ?? undefined;
  const sessionToken = field("Security-Token");
  return authorization(field, field("Date"), { sessionToken, presignedSeconds: Number(field("Expires")) });
}

function authorization(
  field: (name: string) => string | undefined,
  timestamp: string | undefined,
  rest: Pick<Authorization, "sessionToken" | "presignedSeconds">,
): Authorization | undefined {
  const scope = /^([^/]+)\/([^/]+)\/([^/]+)\/([^/]+)\/aws4_request$/.exec(String(field("Credential")));
  const signedHeaders = field("SignedHeaders");
  const signature = field("Signature");
  if (scope === null || signedHeaders === undefined || signature === undefined) return undefined;
  const [, accessKeyId = "", date = "", region = "", service = ""] = scope;
  const signed = { signedHeaders: signedHeaders.split(";"), signature, timestamp: String(timestamp) };
  return { accessKeyId, date, region, service, ...signed, ...rest };
}

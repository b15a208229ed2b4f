/** What a request's signature claims, from the Authorization header or from a presigned URL's query. */
export interface Authorization {
  readonly accessKeyId: string;
  /** `YYYYMMDD` of the credential scope. */
  readonly date: string;
  readonly region: string;
  /** The signing name: which service the request is for. */
  readonly service: string;
  /** Lower-case names, in the order they were signed in. */
  readonly signedHeaders: readonly string[];
  /** Hexadecimal. */
  readonly signature: string;
  /** `YYYYMMDDTHHMMSSZ` */
  readonly timestamp: string;
  readonly sessionToken: string | undefined;
  /** Presigned URLs only: for how many seconds after `timestamp` it may be used. */
  readonly presignedSeconds?: number;
}

interface Signed {
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
}

/** Reads the claim; undefined when the request is not signed with Signature Version 4. */
export function readAuthorization({ headers, query }: Signed): Authorization | undefined {
  const header = headers.authorization;
  if (header === undefined) return query.has("X-Amz-Credential") ? fromQuery(query) : undefined;
  const fields = /^AWS4-HMAC-SHA256\s+(.*)$/s.exec(header)?.[1]?.split(",") ?? [];
  const field = (name: string) =>
    fields
      .find((text) => text.trim().startsWith(`${name}=`))
      ?.trim()
      .slice(name.length + 1);
  return authorization(field("Credential"), field("SignedHeaders"), field("Signature"), {
    timestamp: headers["x-amz-date"] ?? "",
    sessionToken: headers["x-amz-security-token"],
  });
}

function fromQuery(query: URLSearchParams): Authorization | undefined {
  const field = (name: string) => query.get(`X-Amz-${name}`) ?? undefined;
  return authorization(field("Credential"), field("SignedHeaders"), field("Signature"), {
    timestamp: field("Date") ?? "",
    sessionToken: field("Security-Token"),
    presignedSeconds: Number(field("Expires")),
  });
}

function authorization(
  credential: string | undefined,
  signedHeaders: string | undefined,
  signature: string | undefined,
  rest: Pick<Authorization, "timestamp" | "sessionToken" | "presignedSeconds">,
): Authorization | undefined {
  const scope = credential?.split("/") ?? [];
  const [accessKeyId, date, region, service, terminator] = scope;
  if (!accessKeyId || !date || !region || !service || terminator !== "aws4_request") return undefined;
  if (signedHeaders === undefined || signature === undefined) return undefined;
  return { accessKeyId, date, region, service, signedHeaders: signedHeaders.split(";"), signature, ...rest };
}

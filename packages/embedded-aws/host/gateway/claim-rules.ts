import type { Authorization } from "./authorization.ts";
import { type Refusal, refusal } from "./refusal.ts";

const allowedMinutes = 15;
/** Seven days. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
const longestPresignedSeconds = 604_800;

interface Received {
  readonly headers: Readonly<Record<string, string>>;
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Why AWS refuses a claim before it looks at the key: its time, what it does not sign, or its scope.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-troubleshooting.html
 */
export function claimRefusal(claim: Authorization, received: Received): Refusal | undefined {
  return (
    timeRefusal(claim, received.now) ??
    unsignedHeaders(claim, received.headers) ??
    scopeRefusal(claim, received.region)
  );
}

function timeRefusal(claim: Authorization, now: number): Refusal | undefined {
  const { timestamp, service, presigned } = claim;
  const signedAt = signingTime(timestamp);
  if (signedAt === undefined)
    return refusal(
      "incomplete",
      `Date must be in ISO-8601 'basic format'. Got '${timestamp}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  const allowedMs = allowedMinutes * 60_000;
  const [earliest, latest] = [now - allowedMs, now + allowedMs];
  const s3Link = presigned && service === "s3";
  const skew = {
    s3Fields: {
      RequestTime: timestamp,
      ServerTime: iso(now),
      MaxAllowedSkewMilliseconds: String(allowedMs),
    },
  };
  if (signedAt > latest)
    return s3Link
      ? refusal("presignedUrlExpired", undefined, { s3Message: "Request is not valid yet" })
      : refusal(
          "skewed",
          `Signature not yet current: ${timestamp} is still later than ${compact(latest)} (${compact(now)} + ${allowedMinutes} min.)`,
          skew,
        );
  if (!s3Link && signedAt < earliest)
    return refusal(
      "skewed",
      `Signature expired: ${timestamp} is now earlier than ${compact(earliest)} (${compact(now)} - ${allowedMinutes} min.)`,
      skew,
    );
  return s3Link || claim.expires !== undefined ? expiryRefusal(claim, signedAt, now) : undefined;
}

function expiryRefusal({ expires = "" }: Authorization, signedAt: number, now: number): Refusal | undefined {
  const seconds = /^-?\d+$/.test(expires) ? Number(expires) : Number.NaN;
  if (Number.isNaN(seconds)) return refusal("invalidExpires", "X-Amz-Expires should be a number");
  if (seconds < 0) return refusal("invalidExpires", "X-Amz-Expires must be non-negative");
  if (seconds > longestPresignedSeconds)
    return refusal(
      "invalidExpires",
      "X-Amz-Expires must be less than a week (in seconds) that is, given X-Amz-Expires must be less than 604800 seconds",
    );
  const until = signedAt + seconds * 1000;
  if (now <= until) return undefined;
  const s3Fields = { "X-Amz-Expires": expires, Expires: iso(until), ServerTime: iso(now) };
  return refusal("presignedUrlExpired", undefined, { s3Fields });
}

/** `host` and each `x-amz-*` header must be signed. The payload's hash is part of what is signed anyway. */
function unsignedHeaders(claim: Authorization, headers: Received["headers"]): Refusal | undefined {
  const signed = new Set(claim.signedHeaders);
  const unsigned = Object.keys(headers)
    .sort()
    .filter(
      (name) =>
        (name === "host" || name.startsWith("x-amz-")) &&
        name !== "x-amz-content-sha256" &&
        !signed.has(name),
    );
  const [first] = unsigned;
  if (first === undefined) return undefined;
  const what = unsigned.includes("host") ? "'Host' or ':authority'" : `'${first}'`;
  return refusal("headersNotSigned", `${what} must be a 'SignedHeader' in the AWS Authorization.`, {
    s3Fields: { HeadersNotSigned: unsigned.join(", ") },
  });
}

function scopeRefusal({ region, date, timestamp }: Authorization, expected: string): Refusal | undefined {
  const day = timestamp.slice(0, 8);
  if (region !== expected)
    return refusal("wrongScope", `Credential should be scoped to a valid region, not '${region}'.`, {
      s3Message: `The authorization header is malformed; the region '${region}' is wrong; expecting '${expected}'`,
      s3Fields: { Region: expected },
    });
  if (date !== day)
    return refusal(
      "wrongScope",
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${day}', from '${timestamp}'.`,
      {
        s3Message: `The authorization header is malformed; Invalid credential date "${date}". This date is not the same as X-Amz-Date: "${day}".`,
      },
    );
  return undefined;
}

/** Milliseconds since the epoch of `YYYYMMDDTHHMMSSZ`. */
function signingTime(timestamp: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
  const time = Date.parse(timestamp.replace(parts, "$1-$2-$3T$4:$5:$6Z"));
  return parts.test(timestamp) && !Number.isNaN(time) ? time : undefined;
}

function iso(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+/, "");
}

function compact(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d+/g, "");
}

import { AwsError } from "../../host/gateway/aws-error.ts";

/** Returns one page of `items`. The token is the position of the next page. */
export function page<T>(
  items: readonly T[],
  limit: number,
  token: string | undefined,
): { items: readonly T[]; nextToken?: string } {
  const start = token === undefined ? 0 : Number(token);
  if (!Number.isInteger(start) || start < 0)
    throw new AwsError("InvalidParameterException", "The specified nextToken is invalid.");
  const end = start + limit;
  return { items: items.slice(start, end), ...(end < items.length ? { nextToken: String(end) } : {}) };
}

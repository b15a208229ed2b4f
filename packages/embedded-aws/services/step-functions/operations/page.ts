import { AwsError } from "../../../host/gateway/aws-error.ts";

/** AWS's default for all lists of Step Functions. */
const defaultPageSize = 100;

/** Lists only grow at their end, so new items shift no page, also with `newestFirst`. Throws InvalidToken. */
export function page<T>(
  items: readonly T[],
  { maxResults = 0, nextToken }: { maxResults?: number | undefined; nextToken?: string | undefined },
  { newestFirst = false, where = () => true }: { newestFirst?: boolean; where?: (item: T) => boolean } = {},
): { readonly items: readonly T[]; readonly nextToken?: string } {
  const size = maxResults || defaultPageSize;
  const found: T[] = [];
  const step = newestFirst ? -1 : 1;
  const first = newestFirst ? items.length - 1 : 0;
  let position = nextToken === undefined ? first : positionOf(nextToken, items.length);
  for (; position >= 0 && position < items.length; position += step) {
    const item = items[position] as T;
    if (!where(item)) continue;
    if (found.length === size) return { items: found, nextToken: tokenOf(position) };
    found.push(item);
  }
  return { items: found };
}

function tokenOf(position: number): string {
  return Buffer.from(`position:${position}`).toString("base64url");
}

function positionOf(token: string, length: number): number {
  const match = /^position:(\d+)$/.exec(Buffer.from(token, "base64url").toString("utf8"));
  const position = Number(match?.[1] ?? Number.NaN);
  if (position < length) return position;
  throw new AwsError("InvalidToken", `Invalid Token: '${token}'`);
}

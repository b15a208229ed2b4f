import { AwsError } from "../../../host/gateway/aws-error.ts";

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken?: string;
}

/** AWS's default and limit for all lists of Step Functions. */
const defaultPageSize = 100;
const maxPageSize = 1000;

export interface PageRequest {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

export interface PageOptions<T> {
  /** Pages go backwards; what is added meanwhile shifts none of them. */
  readonly newestFirst?: boolean;
  /** Only these. */
  readonly where?: (item: T) => boolean;
}

/** One page of `items`, which only ever grow at their end. Throws InvalidToken for a token that no page gave. */
export function page<T>(
  items: readonly T[],
  { maxResults = 0, nextToken }: PageRequest,
  { newestFirst = false, where = () => true }: PageOptions<T> = {},
): Page<T> {
  if (!(maxResults >= 0 && maxResults <= maxPageSize)) {
    throw new AwsError("ValidationException", `maxResults must be between 0 and ${maxPageSize}`);
  }
  const size = maxResults || defaultPageSize;
  const found: T[] = [];
  const step = newestFirst ? -1 : 1;
  let position =
    nextToken === undefined ? (newestFirst ? items.length - 1 : 0) : positionOf(nextToken, items.length);
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

import { check } from "./checks/client-exception.ts";

export interface PageRequest {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

/**
 * One page of the items of `order` that `keep` accepts. `nextToken` names the last item of the page before, so changes between
 * pages neither repeat nor skip others. Throws ClientException for a page size below 1 and for an unknown token.
 */
export function page<T>(
  source: {
    readonly order: readonly T[];
    readonly keep: (item: T) => boolean;
    readonly idOf: (item: T) => string;
    readonly most: number;
  },
  { maxResults, nextToken }: PageRequest,
): { readonly items: T[]; readonly nextToken?: string } {
  const { order, keep, idOf, most } = source;
  const size = Math.min(maxResults ?? most, most);
  check(Number.isInteger(size) && size >= 1, `maxResults must be 1 or more, not ${maxResults}`);
  const items: T[] = [];
  for (let at = nextToken === undefined ? 0 : after(nextToken, order, idOf); at < order.length; at++) {
    const item = order[at];
    if (item === undefined || !keep(item)) continue;
    const last = items.at(-1);
    if (last !== undefined && items.length === size) {
      return { items, nextToken: Buffer.from(idOf(last)).toString("base64url") };
    }
    items.push(item);
  }
  return { items };
}

function after<T>(token: string, order: readonly T[], idOf: (item: T) => string): number {
  const id = Buffer.from(token, "base64url").toString();
  const index = order.findIndex((item) => idOf(item) === id);
  check(index !== -1, `nextToken ${token} is not valid`);
  return index + 1;
}

import { clientException } from "../checks/client-exception.ts";

/**
 * One page of `items` from where `nextToken` left off. A token names the last item that was returned, so that items which
 * come, go or change while a caller pages are neither repeated nor the cause of others being missed. `order` is all that
 * could be listed, `keep` what is asked for. Throws ClientException for a page size out of 1…`most` or a token that names nothing.
 */
export function page<T>(spec: {
  readonly order: readonly T[];
  readonly keep?: (item: T) => boolean;
  readonly idOf: (item: T) => string;
  readonly maxResults: number | undefined;
  readonly most: number;
  readonly nextToken: string | undefined;
}): { readonly items: T[]; readonly nextToken?: string } {
  const { order, keep = () => true, idOf, most, nextToken } = spec;
  const size = Math.min(spec.maxResults ?? most, most);
  if (!(Number.isInteger(size) && size >= 1))
    throw clientException(`maxResults must be 1 or more, not ${spec.maxResults}`);
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
  if (index === -1) throw clientException(`nextToken ${token} is not valid`);
  return index + 1;
}

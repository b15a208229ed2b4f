import { invalidParameter } from "./logs-errors.ts";

/**
 * The next items after `token`, as many as `take` says of all that are left. The next token is the position after them.
 * Throws InvalidParameterException for any other token.
 */
export function firstOf<T>(
  items: readonly T[],
  token: string | undefined,
  take: (left: readonly T[]) => number,
): { readonly items: readonly T[]; readonly nextToken: string | undefined } {
  const start = Number(token ?? 0);
  if (!/^\d{1,12}$/.test(token ?? "0") || start > items.length)
    throw invalidParameter("The specified nextToken is invalid.");
  const left = items.slice(start);
  const end = start + take(left);
  return { items: items.slice(start, end), nextToken: end < items.length ? String(end) : undefined };
}

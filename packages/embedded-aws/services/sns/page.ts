import { invalidParameter } from "./filter-policy.ts";

/** Items that SNS lists at once. https://docs.aws.amazon.com/sns/latest/api/API_ListTopics.html */
const most = 100;

/** A page of a list. The token is the position of the next one. Throws InvalidParameter for another token. */
export function pageOf<T>(
  all: readonly T[],
  token = "0",
): { readonly items: readonly T[]; readonly next: { readonly NextToken?: string } } {
  if (!/^\d{1,9}$/.test(token)) throw invalidParameter("NextToken");
  const end = Number(token) + most;
  return { items: all.slice(Number(token), end), next: end < all.length ? { NextToken: String(end) } : {} };
}

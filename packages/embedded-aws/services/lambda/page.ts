import { AwsError } from "../../host/gateway/aws-error.ts";

/** Items that Lambda lists at once. */
const most = 50;

/** A page of a list. The marker is the position of the next one. Throws InvalidParameterValueException for another marker. */
export function pageOf<T>(
  all: readonly T[],
  {
    Marker = "0",
    MaxItems = most,
  }: { readonly Marker?: string | undefined; readonly MaxItems?: number | undefined },
): { readonly items: readonly T[]; readonly NextMarker: string | undefined } {
  if (!/^\d{1,9}$/.test(Marker)) throw new AwsError("InvalidParameterValueException", "Invalid Marker");
  const end = Number(Marker) + Math.min(MaxItems, most);
  return { items: all.slice(Number(Marker), end), NextMarker: end < all.length ? String(end) : undefined };
}

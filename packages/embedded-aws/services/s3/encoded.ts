import { s3Errors } from "./s3-errors.ts";

/** What `encoding-type` does to the texts of a listing, whose characters XML may not be able to hold. Throws InvalidArgument. */
export function encoderOf(query: URLSearchParams): (text: string) => string {
  const type = query.get("encoding-type");
  if (type === null || type === "") return (text) => text;
  if (type === "url") return urlEncoded;
  throw s3Errors.invalidArgument("Invalid Encoding Method specified in Request", "encoding-type", type);
}

/** As in a form: a space is a plus. Slashes stay. */
function urlEncoded(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+")
    .replaceAll("%2F", "/");
}

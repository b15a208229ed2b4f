import { isIP } from "node:net";
import { ItemError } from "../errors.ts";
import { whyNotPublic } from "./public-address.ts";

/** Names that are never public: RFC 6761, RFC 8375, and .internal by ICANN's resolution of 2024. */
const privateNames = /(^|\.)(localhost|local|internal|home\.arpa)\.?$/;

/**
 * `text` as a URL that a worker may request, relative to `base` if given. The addresses behind its name are checked on connection.
 * @throws {ItemError} when the URL is refused.
 * @example publicUrl("a.jpg", new URL("https://shop.example/images/")).href // "https://shop.example/images/a.jpg"
 */
export function publicUrl(text: string, base?: URL): URL {
  const url = URL.parse(text, base?.href);
  if (url === null) throw new ItemError("it is not a valid absolute URL");
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new ItemError(`${url.protocol} URLs are refused: only http and https are fetched`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new ItemError("URLs with a user name or password are refused");
  }
  // The URL parser has turned decimal, octal and hexadecimal spellings of an IPv4 address into the usual one.
  const host = hostOf(url);
  const refusal = isIP(host) === 0 ? undefined : whyNotPublic(host);
  if (refusal !== undefined) throw new ItemError(`refused: ${refusal}`);
  if (privateNames.test(host)) throw new ItemError(`refused: ${host} is not a public host name`);
  return url;
}

/** The host of `url`, an IPv6 address without its brackets. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, "$1");
}

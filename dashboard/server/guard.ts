import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { RefusedRequestError } from "../errors.ts";

/** Refuses a `Host` that is not the server's address: a name that an attacker points at 127.0.0.1 is another host.
 * @throws RefusedRequestError with status 403 */
export function refuseOtherHosts({ headers }: IncomingMessage, port: number): void {
  if (![`127.0.0.1:${port}`, `localhost:${port}`].includes(headers.host ?? ""))
    throw refusal(`the request is for another host: this is the page at http://127.0.0.1:${port}`);
}

/**
 * Refuses what another site or another user of the machine asks.
 * - `Origin` and `Sec-Fetch-Site` must be the page's own. Requests that change something must have an `Origin`.
 * - The key must be in the cookie: every user of the machine can connect to its loopback address.
 * @throws RefusedRequestError with status 403
 */
export function guard({ method = "GET", headers }: IncomingMessage, port: number, key: string): void {
  const { host = "", origin } = headers;
  const changes = method !== "GET" && method !== "HEAD";
  if (origin === undefined ? changes : origin !== `http://${host}`)
    throw refusal("the request was made by another site's page");
  const site = headers["sec-fetch-site"];
  const navigates = headers["sec-fetch-mode"] === "navigate" && !changes;
  if (site !== undefined && site !== "same-origin" && !navigates)
    throw refusal("the request was made by another site's page");
  if (!hasKey(headers.cookie, port, key)) {
    throw new RefusedRequestError(
      403,
      "BL-D002",
      "this page needs the key in its address: open the whole address that the command printed",
    );
  }
}

const refusal = (message: string) => new RefusedRequestError(403, "BL-D001", message);

/** Cookies are the same for all ports of a host, so the port is in the name. */
const cookieName = (port: number) => `batchline-${port}`;

/** The header that stores the key in the browser, out of the reach of scripts. */
export const keyCookie = (port: number, key: string) =>
  `${cookieName(port)}=${key}; HttpOnly; SameSite=Lax; Path=/`;

function hasKey(cookies = "", port: number, key: string): boolean {
  const prefix = `${cookieName(port)}=`;
  const found = cookies.split("; ").find((cookie) => cookie.startsWith(prefix));
  return found !== undefined && isKey(found.slice(prefix.length), key);
}

/** Compares in a time that says nothing about the key. */
export function isKey(given: string, key: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(key)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Headers of every answer. The page loads nothing from elsewhere, and no other page may frame or read it. */
export const safeHeaders = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cache-control": "no-store",
} as const;

/** Time limits of a request to a supplier. */
export interface Patience {
  /** TCP and TLS, in milliseconds. @default 5000 */
  readonly connectMs: number;
  /** From the request to the response's headers, in milliseconds: some shops resize on request. @default 10000 */
  readonly headersMs: number;
  /** Between two pieces of the body, in milliseconds. @default 5000 */
  readonly stallMs: number;
  /**
   * The least bytes of the body in every `ms` milliseconds of waiting, twice the rate of Apache's mod_reqtimeout. @default 30000 in 30000 ms
   * https://curl.se/docs/manpage.html#--speed-time https://httpd.apache.org/docs/2.4/mod/mod_reqtimeout.html
   */
  readonly slowest: { readonly bytes: number; readonly ms: number };
}

export const defaultPatience: Patience = {
  connectMs: 5_000,
  headersMs: 10_000,
  stallMs: 5_000,
  slowest: { bytes: 30_000, ms: 30_000 },
};

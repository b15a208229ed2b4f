/** How long each step of a request to a supplier may take. */
export interface Patience {
  /** TCP and TLS, in milliseconds. Default 5,000. */
  readonly connectMs: number;
  /** From the request sent to the response's headers, in milliseconds. Default 10,000: some shops resize on request. */
  readonly headersMs: number;
  /** Between two pieces of the body, in milliseconds. Default 5,000. */
  readonly stallMs: number;
  /**
   * At least so many bytes of the body in every so many milliseconds of waiting for it. Default 30,000 in 30,000: curl's
   * `--speed-time`, and twice the 500 bytes a second that Apache's mod_reqtimeout asks of clients.
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

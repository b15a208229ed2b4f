import pLimit, { type LimitFunction } from "p-limit";

/** As many connections as a browser makes to one host: suppliers' servers are built for that. */
const perHost = 6;

/** Lets at most six actions run at once for each host of a URL. */
export class HostLimit {
  readonly #limits = new Map<string, LimitFunction>();

  run<T>(url: string, action: () => Promise<T>): Promise<T> {
    const host = URL.parse(url)?.host ?? "";
    const limit = this.#limits.get(host) ?? pLimit(perHost);
    this.#limits.set(host, limit);
    return limit(action);
  }
}

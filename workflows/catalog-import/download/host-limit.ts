import pLimit, { type LimitFunction } from "p-limit";

/** Browsers make as many connections to one host, so suppliers' servers can take them. */
const perHost = 6;

/** Runs at most six actions at once for each host. */
export class HostLimit {
  readonly #limits = new Map<string | undefined, LimitFunction>();

  run<T>(url: string, action: () => Promise<T>): Promise<T> {
    const host = URL.parse(url)?.host;
    const limit = this.#limits.get(host) ?? pLimit(perHost);
    this.#limits.set(host, limit);
    return limit(action);
  }
}

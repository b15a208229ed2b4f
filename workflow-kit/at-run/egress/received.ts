import type { EgressResponse } from "./egress.ts";
import type { Patience } from "./patience.ts";
import { RequestError, requestError } from "./request-error.ts";

/**
 * The pieces of a response's body. It gives up a supplier that sends less than `patience.slowest`. One byte every few seconds never stalls,
 * but would hold the chunk until its stage times out. Only time spent waiting counts, by `now` in milliseconds. @throws {RequestError}
 * @example for await (const piece of received(response, defaultPatience)) hash.update(piece);
 */
export async function* received(
  { url, body }: Pick<EgressResponse, "url" | "body">,
  patience: Patience,
  now: () => number = performance.now.bind(performance),
): AsyncGenerator<Buffer> {
  const { bytes: least, ms } = patience.slowest;
  let [waited, got] = [0, 0];
  try {
    let asked = now();
    for await (const piece of body as AsyncIterable<Buffer>) {
      waited += now() - asked;
      got += piece.length;
      if (waited >= ms) {
        if (got < least) {
          const message = `${url.host} sends too slowly: ${got} bytes in ${Math.round(waited / 100) / 10} s, and ${least} in ${ms / 1000} s are the least`;
          throw new RequestError(message, { transient: true, slow: true });
        }
        [waited, got] = [0, 0];
      }
      yield piece;
      asked = now();
    }
  } catch (cause) {
    throw requestError(cause, url, patience);
  }
}

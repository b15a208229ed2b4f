import type { Service } from "@batchline/embedded-aws/testing";

/** PUT requests to S3 that wait until a test lets them go on. */
export class HeldPuts {
  readonly #held: {
    readonly path: string;
    readonly reached: () => void;
    readonly released: Promise<void>;
  }[] = [];

  /** For `startWorkerCloud`. */
  readonly intercept = (service: Service): Service => ({
    ...service,
    handle: async (request) => {
      const at = this.#held.findIndex(({ path }) => request.method === "PUT" && request.path.includes(path));
      const [put] = at === -1 ? [] : this.#held.splice(at, 1);
      put?.reached();
      await put?.released;
      return service.handle(request);
    },
  });

  /** The next PUT whose path has this text waits for `release`. */
  hold(path: string): { readonly reached: Promise<void>; readonly release: () => void } {
    const [reached, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    this.#held.push({ path, reached: reached.resolve, released: released.promise });
    return { reached: reached.promise, release: released.resolve };
  }
}

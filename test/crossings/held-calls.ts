import type { Service } from "@batchline/embedded-aws/testing";

/** Containers that wait for the broker's answer, so that their jobs run and do nothing. */
export class HeldCalls {
  #tasks: string[] = [];
  #wanted = 0;
  readonly #released = Promise.withResolvers<void>();
  #held = Promise.withResolvers<readonly string[]>();

  /** Holds the next calls of functions. Resolves with the callers' sessions, once there are as many. */
  hold(count: number): Promise<readonly string[]> {
    this.#wanted = count;
    return this.#held.promise;
  }

  release(): void {
    this.#released.resolve();
  }

  guard(service: Service): Service {
    if (service.signingName !== "lambda") return service;
    return {
      ...service,
      handle: async (request) => {
        if (this.#tasks.length < this.#wanted) {
          if (this.#tasks.push(request.principal.arn.split("/").at(-1) ?? "") === this.#wanted)
            this.#held.resolve(this.#tasks);
          await this.#released.promise;
        }
        return service.handle(request);
      },
    };
  }
}

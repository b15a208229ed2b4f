import type { Service } from "@batchline/embedded-aws/testing";
import { nodeFor } from "../workflow-kit/at-run/nodes/node.ts";

/** Tenants' originals in S3, which a test can hold back from the nodes of a job, so that these are still at it. */
export class HeldOriginals {
  #held: readonly number[] = [];
  #onAsked: (node: number) => unknown = () => undefined;
  #released = Promise.resolve();
  #release = () => {};

  /** Until `release`, these of three nodes get none; `onAsked` is told which of them asks. */
  hold(nodes: readonly number[], onAsked: (node: number) => unknown): void {
    this.#held = nodes;
    this.#onAsked = onAsked;
    this.#released = new Promise((resolve) => {
      this.#release = resolve;
    });
  }

  release(): void {
    this.#held = [];
    this.#release();
  }

  guard(service: Service): Service {
    if (service.signingName !== "s3") return service;
    return {
      ...service,
      handle: async (request) => {
        const [, sha256] = /\/originals\/([0-9a-f]{64})$/.exec(request.path) ?? [];
        const node = sha256 && request.method === "GET" ? nodeFor(sha256, { count: 3 }) : undefined;
        if (node !== undefined && this.#held.includes(node)) {
          this.#onAsked(node);
          await this.#released;
        }
        return service.handle(request);
      },
    };
  }
}

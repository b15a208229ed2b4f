import type { StateResource } from "../state/state-resource.ts";
import type { Attempts } from "./attempts.ts";
import type { Performer } from "./performer.ts";
import type { Progress } from "./progress.ts";

/** Deletes what is left of the former state when the program has ended. */
export class Deletions {
  readonly #progress: Progress;
  readonly #performer: Performer;
  readonly #attempts: Attempts;

  constructor(progress: Progress, performer: Performer, attempts: Attempts) {
    this.#progress = progress;
    this.#performer = performer;
    this.#attempts = attempts;
  }

  /** What the program has not registered, and what was replaced. */
  get leftovers(): StateResource[] {
    const { snapshot } = this.#progress;
    return snapshot.former.filter((former) => {
      const now = snapshot.now(former);
      return now !== undefined && (now.pendingDelete === true || this.#progress.isLeft(former));
    });
  }

  /** Deletes each resource before what it needs. In a preview, a protected resource does not end it. */
  async delete(resources: readonly StateResource[]): Promise<void> {
    for (const { urn } of resources) this.#progress.deleted.add(urn);
    for (const group of this.#progress.graph.deletionOrder(resources)) {
      this.#attempts.throwIfStopped();
      const results = await Promise.allSettled(
        group.map((resource) =>
          this.#attempts.attempt(resource, () => this.#performer.delete(resource, false)),
        ),
      );
      const failed = results.find((result) => result.status === "rejected");
      if (failed !== undefined && failed.reason !== this.#attempts.refusal) throw failed.reason;
    }
  }
}

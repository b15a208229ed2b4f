import { StatesError } from "../errors.ts";
import { callerPlace } from "../place.ts";
import { ends, type Sequence, type Step } from "./step.ts";

/** Keeps what the blocks of one machine record, and which of them is being described just now. */
export class Recorder {
  readonly #open: Sequence[] = [];

  /**
   * Adds `step` to `sequence`.
   *
   * @throws {StatesError} BL-S006 when another block is being described, BL-S003 when the block has ended.
   */
  add(sequence: Sequence, step: Step): void {
    this.refuseUnlessOpen(sequence, step.name);
    if (ends(sequence)) {
      throw new StatesError("BL-S003", {
        what: "nothing reaches it, because the states before it always end",
        state: step.name,
        place: callerPlace(),
      });
    }
    sequence.steps.push(step);
  }

  refuseUnlessOpen(sequence: Sequence, state: string): void {
    if (this.#open.at(-1) === sequence) return;
    throw new StatesError("BL-S006", {
      what: this.#open.includes(sequence)
        ? "it was added to the block around the one being described"
        : "it was added to a block that has been described already",
      state,
      place: callerPlace(),
    });
  }

  /** Lets `describe` fill a new sequence. */
  describe<R>(describe: (sequence: Sequence) => R): { sequence: Sequence; returned: R } {
    const sequence: Sequence = { steps: [] };
    this.#open.push(sequence);
    try {
      return { sequence, returned: describe(sequence) };
    } finally {
      this.#open.pop();
    }
  }
}

import { StatesError } from "../errors.ts";
import { literal } from "../expression/node.ts";
import { callerPlace } from "../source-place.ts";
import { type Returned, resultNode } from "./result.ts";
import { ends, type Sequence, type Step } from "./step.ts";

/** Records the states of one block. Everything that adds states takes a recorder: the tasks of a service, maps,
 * choices. Authors get a `Block` instead, which keeps its recorder to itself. */
export class Recorder {
  /** The blocks being described, outermost first. All recorders of a machine share it. */
  readonly #open: Sequence[];
  readonly #sequence: Sequence = { steps: [] };

  private constructor(open: Sequence[]) {
    this.#open = open;
  }

  /** Records a whole machine. */
  static record(describe: (root: Recorder) => void): Sequence {
    const root = new Recorder([]);
    root.#fill(describe);
    return root.#sequence;
  }

  /** @throws {StatesError} BL-S006 when another block is being described, BL-S003 when this block has ended. */
  add(step: Step): void {
    this.#requireOpen(step.name);
    if (ends(this.#sequence)) {
      throw new StatesError("BL-S003", {
        what: "nothing reaches it, because the states before it always end",
        state: step.name,
        place: callerPlace(),
      });
    }
    this.#sequence.steps.push(step);
  }

  /** Records a block inside this one, for the state `name`. Its result is what `describe` returns.
   * @throws {StatesError} BL-S006 when another block is being described. */
  nested(name: string, describe: (inner: Recorder) => Returned): Sequence {
    this.#requireOpen(name);
    const inner = new Recorder(this.#open);
    inner.#sequence.result = resultNode(inner.#fill(describe)) ?? literal(null);
    return inner.#sequence;
  }

  #fill<R>(describe: (recorder: Recorder) => R): R {
    this.#open.push(this.#sequence);
    try {
      return describe(this);
    } finally {
      this.#open.pop();
    }
  }

  #requireOpen(state: string): void {
    if (this.#open.at(-1) === this.#sequence) return;
    throw new StatesError("BL-S006", {
      what: this.#open.includes(this.#sequence)
        ? "it was added to the block around the one being described"
        : "it was added to a block that has been described already",
      state,
      place: callerPlace(),
    });
  }
}

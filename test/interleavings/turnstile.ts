import { AsyncLocalStorage } from "node:async_hooks";
import { must } from "@batchline/diagnostics";

/** Rounds of the event loop in which nothing may happen before everybody is taken to wait. */
const quietRounds = 4;
/** Longer than any step takes, in milliseconds. */
const stuckAfterMs = 20_000;

/** What happens to a call: it takes effect and is answered, takes effect without an answer, or fails before. */
export type Fate = "passes" | "loses its answer" | "fails";

/** Something that runs and calls AWS: a function's invocation, a container, an execution of the state machine. */
export class Actor {
  readonly name: string;
  /** It is dead: what it sent may still arrive, but it gets no answer. */
  gone = false;
  ended = false;
  /** Calls that wait for another actor. */
  blocked = 0;

  constructor(name: string) {
    this.name = name;
  }
}

export interface Call {
  readonly actor: Actor;
  readonly title: string;
  /** The settling in which it came, for an order that does not depend on the machine. */
  readonly round: number;
  /** It can only pass. */
  readonly sure: boolean;
  readonly go: (fate: Fate) => void;
}

interface Passage<T> {
  readonly title: string;
  readonly effect: () => Promise<T>;
  /** The call has another actor do something, and waits for it. */
  readonly waits?: boolean;
  /** Nothing can go wrong with it. */
  readonly sure?: boolean;
  /** Gives up waiting at the turnstile. */
  readonly signal?: AbortSignal | undefined;
}

/** The error of a connection that was reset. SDK clients repeat the request. */
class ConnectionReset extends Error {
  readonly code = "ECONNRESET";
}

/** All calls wait here until the test lets one go on, so that the seed alone decides their order. */
export class Turnstile {
  readonly #current = new AsyncLocalStorage<Actor>();
  readonly #actors = new Set<Actor>();
  readonly #waiting = new Set<Call>();
  #round = 0;
  #changes = 0;

  /** Runs `work` as a new actor. The promise never settles once the actor is gone. */
  run<T>(name: string, work: (actor: Actor) => Promise<T>): { actor: Actor; result: Promise<T> } {
    const actor = new Actor(name);
    this.#actors.add(actor);
    this.#changes++;
    const result = new Promise<T>((resolve, reject) => {
      const end = (settle: () => void) => () => {
        actor.ended = true;
        this.#actors.delete(actor);
        this.#changes++;
        if (!actor.gone) settle();
      };
      this.#current
        .run(actor, () => work(actor))
        .then(
          (value) => end(() => resolve(value))(),
          (error) => end(() => reject(error))(),
        );
    });
    return { actor, result };
  }

  /** The actor dies, without a word. */
  lose(actor: Actor): void {
    actor.gone = true;
    this.#actors.delete(actor);
    this.#changes++;
  }

  /** Waits for the current actor's turn, then does what the call does. */
  pass<T>({ title, effect, waits = false, sure = false, signal }: Passage<T>): Promise<T> {
    const actor = must(this.#current.getStore(), `${title} is called by an actor`);
    return new Promise<T>((resolve, reject) => {
      const answer = (settle: () => void) => {
        this.#changes++;
        if (!actor.gone) settle();
      };
      const leave = () => {
        if (this.#waiting.delete(call)) reject(signal?.reason);
      };
      const call: Call = {
        actor,
        title,
        sure,
        round: this.#round,
        go: (fate) => {
          this.#waiting.delete(call);
          signal?.removeEventListener("abort", leave);
          this.#changes++;
          if (fate === "fails") return answer(() => reject(new ConnectionReset(`${title} failed`)));
          const lost = () => reject(new ConnectionReset(`the answer of ${title} was lost`));
          if (waits && fate === "loses its answer") answer(lost);
          if (waits) actor.blocked++;
          const done = (settle: () => void) => {
            if (waits) actor.blocked--;
            answer(fate === "passes" ? settle : lost);
          };
          effect().then(
            (value) => done(() => resolve(value)),
            (error) => done(() => reject(error)),
          );
        },
      };
      if (signal?.aborted) return reject(signal.reason);
      signal?.addEventListener("abort", leave, { once: true });
      this.#waiting.add(call);
      this.#changes++;
    });
  }

  /** The calls that wait, in the order in which they came. */
  get waiting(): readonly Call[] {
    const order = (call: Call) => `${String(call.round).padStart(6, "0")} ${call.actor.name}`;
    return [...this.#waiting].sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0));
  }

  /** Forgets what dead actors have sent. */
  drop(call: Call): void {
    this.#waiting.delete(call);
  }

  /** Resolves once every actor waits: at the turnstile, or for another one. */
  async settled(): Promise<void> {
    const deadline = Date.now() + stuckAfterMs;
    for (let quiet = 0, seen = -1; quiet < quietRounds; ) {
      await new Promise((resolve) => setImmediate(resolve));
      const atTurnstile = new Set([...this.#waiting].map(({ actor }) => actor));
      const busy = [...this.#actors].filter((actor) => actor.blocked === 0 && !atTurnstile.has(actor));
      quiet = busy.length === 0 && seen === this.#changes ? quiet + 1 : 0;
      seen = this.#changes;
      if (Date.now() > deadline) throw new Error(`${busy.map(({ name }) => name).join(", ")} hangs`);
    }
    this.#round++;
  }
}

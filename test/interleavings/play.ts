import type { ExecutionEvent } from "../../handlers/stop/execution-event.ts";
import { releases as deployable } from "./fixture.ts";
import type { Execution } from "./machine.ts";
import type { Actor, Call } from "./turnstile.ts";
import type { World } from "./world.ts";

/** Steps after which a run that goes on is taken not to end. */
const mostSteps = 6_000;
const mostExecutions = 4;
const mostSweeps = 2;

/** The input of an execution that the workflow's schedule starts. Two with the same day are one start that came twice. */
const scheduled = (day: number) => ({ schedule: "default", scheduledAt: `2026-11-2${day}T02:00:00.000Z` });

/** Something that may happen next. */
interface Step {
  readonly title: string;
  readonly act: () => void;
}

/**
 * Lets things happen in the order that `choices` give, one number a step, until they are used up. Then everything goes on without faults
 * until nothing moves. 0 is the choice that a calm run takes. Writes each step to `log`.
 */
export async function play(world: World, choices: readonly number[], log: string[]): Promise<void> {
  const { turnstile, clock } = world;
  const player = new Player(world);
  for (let step = 0; step < mostSteps; step++) {
    await turnstile.settled();
    const choice = choices[step] ?? 0;
    const next = choice === 0 ? player.calm() : player.chosen(choice);
    if (next === undefined) {
      if (step >= choices.length) return;
      continue;
    }
    const seconds = Math.round((clock.now() - world.began) / 1000);
    log.push(`${choice === 0 ? " " : "*"} ${seconds} s: ${next.title}`);
    next.act();
    // No two steps are at the same time.
    clock.advance(1);
  }
  throw new Error(`it goes on after ${mostSteps} steps`);
}

class Player {
  readonly #world: World;
  #sweeps = 0;
  /** Actors that the others overtake: their calls wait. */
  readonly #heldUp = new Set<Actor>();

  constructor(world: World) {
    this.#world = world;
  }

  /** The call that waits longest passes; if none waits, time goes on. */
  calm(): Step | undefined {
    const { turnstile, clock, events } = this.#world;
    const [call] = this.#moving();
    if (call !== undefined)
      return { title: `${call.actor.name}: ${call.title}`, act: () => call.go("passes") };
    if (turnstile.waiting.length > 0) {
      // Who is held up finds the runs of dead executions closed.
      const [event] = events;
      if (event !== undefined) return this.#delivery("event, for the last time:", event, true);
      return this.#isClosing() ? { title: "time goes on", act: () => void clock.step() } : this.#goOn();
    }
    const busy = this.#world.machine.executions.some(({ status }) => status === "RUNNING");
    const isWaiting = busy || this.#world.invocations.size > 0 || this.#world.cloud.runner.running.size > 0;
    return isWaiting ? { title: "time goes on", act: () => void clock.step() } : undefined;
  }

  chosen(choice: number): Step | undefined {
    const kind = choice % 100;
    const which = Math.floor(choice / 100);
    if (kind < 88) return this.#call(which, "passes");
    if (kind < 90) return this.#call(which, "loses its answer");
    if (kind < 92) return this.#call(which, "fails");
    const groups = this.#happenings().filter((group) => group.length > 0);
    const group = groups[which % groups.length] ?? [];
    return group[Math.floor(which / groups.length) % group.length];
  }

  #call(which: number, fate: "passes" | "loses its answer" | "fails"): Step | undefined {
    const waiting = this.#moving();
    const call = waiting[which % waiting.length];
    if (call === undefined) return this.calm();
    if (fate === "passes" || call.sure)
      return { title: `${call.actor.name}: ${call.title}`, act: () => call.go("passes") };
    return { title: `${call.actor.name}: ${call.title} ${fate}`, act: () => call.go(fate) };
  }

  /** What may happen beside calls, in groups that are equally likely. */
  #happenings(): Step[][] {
    const { cloud, clock, events, invocations, machine, turnstile } = this.#world;
    const { executions } = machine;
    const runs = executions.filter(({ input }) => input.resume === undefined);
    const name = `run-${executions.length + 1}`;
    const start = (title: string, input: Execution["input"]) => ({
      title,
      act: () => machine.start(name, input, this.#world.release),
    });
    const starts =
      executions.length >= mostExecutions
        ? []
        : [
            start(`${name} starts`, {}),
            ...[1, 2].map((day) => start(`${name} starts by schedule, day ${day}`, scheduled(day))),
            ...runs.map((run) => start(`${name} resumes ${run.name}`, { resume: run.name })),
            ...runs.map(({ name: resume }) =>
              start(`${name} resumes ${resume} for acme`, { resume, tenants: ["acme"] }),
            ),
          ];
    const stops = executions
      .filter(({ status }) => status === "RUNNING")
      .map((execution) => ({
        title: `execution ${execution.name} is stopped`,
        act: () => machine.stop(execution, "ABORTED"),
      }));
    const redrives = executions
      .filter(({ status, redrives }) => status !== "RUNNING" && status !== "SUCCEEDED" && redrives === 0)
      .map((execution) => ({
        title: `execution ${execution.name} is redriven`,
        act: () => machine.redrive(execution),
      }));
    const deliveries = events.flatMap((event) => [
      this.#delivery("event, for the last time:", event, true),
      this.#delivery("event:", event, false),
    ]);
    const holdUps = this.#moving()
      .filter(({ actor, sure }) => !actor.name.startsWith("execution") && !sure)
      .map(({ actor }) => ({ title: `${actor.name} is held up`, act: () => void this.#heldUp.add(actor) }));
    const releases = this.#heldUp.size === 0 ? [] : [this.#goOn()];
    const containers = [...cloud.runner.running.values()].flatMap((container) => [
      { title: `${container.name} is reclaimed`, act: () => container.reclaim() },
      { title: `${container.name} dies`, act: () => container.loseHost(false) },
      { title: `${container.name} goes on, unseen`, act: () => container.loseHost(true) },
    ]);
    const timeouts = [...invocations.values()].map(({ name: of, timeOut }) => ({
      title: `${of} times out`,
      act: timeOut,
    }));
    const losses = turnstile.waiting
      .filter(({ actor }) => actor.gone)
      .map((call) => ({
        title: `${call.actor.name}: ${call.title} never arrives`,
        act: () => turnstile.drop(call),
      }));
    const sweeps =
      this.#sweeps === mostSweeps
        ? []
        : [
            {
              title: "the sweep begins",
              act: () => {
                this.#sweeps++;
                this.#deliver("sweep", {});
              },
            },
          ];
    const times = [1, 60, 900, 6 * 3600, 24 * 3600].map((seconds) => ({
      title: `${seconds} s pass`,
      act: () => clock.advance(seconds * 1000),
    }));
    const deploys = deployable.flatMap((_, release) =>
      release === this.#world.release
        ? []
        : [
            {
              title: `release ${release} is deployed`,
              act: () => {
                this.#world.release = release;
              },
            },
          ],
    );
    return [
      holdUps,
      holdUps,
      releases,
      deploys,
      starts,
      stops,
      redrives,
      deliveries,
      containers,
      containers,
      timeouts,
      losses,
      sweeps,
      times,
    ];
  }

  /** The calls of actors that are not held up, in the order in which they came. */
  #moving(): readonly Call[] {
    return this.#world.turnstile.waiting.filter(({ actor }) => !this.#heldUp.has(actor));
  }

  /** A function that ends runs waits for jobs to end, and is not held up. */
  #isClosing(): boolean {
    return [...this.#world.invocations.keys()].some(
      (actor) =>
        /^function (close|stop|sweep)/.test(actor.name) && actor.blocked > 0 && !this.#heldUp.has(actor),
    );
  }

  #goOn(): Step {
    return { title: "all who were held up go on", act: () => this.#heldUp.clear() };
  }

  #delivery(title: string, event: ExecutionEvent, last: boolean): Step {
    const { events } = this.#world;
    return {
      title: `${title} ${event.detail.name} ${event.detail.status}`,
      act: () => {
        if (last) events.splice(events.indexOf(event), 1);
        this.#deliver("stop", event);
      },
    };
  }

  /** An asynchronous invocation: nobody learns how it ends. */
  #deliver(name: string, event: object): void {
    this.#world.invoke(name, event).catch(() => {});
  }
}

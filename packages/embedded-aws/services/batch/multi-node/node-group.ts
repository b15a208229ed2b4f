import type { Clock } from "@batchline/clock";
import { must } from "@batchline/diagnostics";
import type { Mutable, MutableAttempt, Outcome, Placement } from "../scheduler/attempt.ts";
import type { Job } from "../scheduler/job.ts";
import type { AttemptReport, Runner } from "../scheduler/runner.ts";
import { statusReasons } from "../scheduler/status-reasons.ts";

/** A node: a job with the id `<job id>#<node>`. */
export interface Node extends Mutable<Omit<Job, "attempts">> {
  readonly attempts: MutableAttempt[];
}

export interface NodeHost {
  readonly containers: Runner;
  readonly clock: Clock;
  /** Called for each changed status of a node. */
  readonly changed: (node: Job) => void;
}

/**
 * One attempt of a multi-node parallel job. The other nodes start once the main node runs. When the main node ends, the job has
 * its outcome, and the other nodes are stopped. https://docs.aws.amazon.com/batch/latest/userguide/multi-node-parallel-jobs.html
 */
export class NodeGroup {
  readonly #host: NodeHost;
  readonly #nodes: readonly Node[];
  readonly #main: Node;
  readonly #attempt: number;
  readonly #report: AttemptReport;
  readonly #live = new Set<Node>();
  #stopReason: string | undefined;
  #terminated = false;
  #mainOutcome: Outcome | undefined;

  constructor(
    host: NodeHost,
    nodes: readonly Node[],
    mainNode: number,
    attempt: number,
    report: AttemptReport,
  ) {
    this.#host = host;
    this.#nodes = nodes;
    this.#main = must(nodes[mainNode], "the main node is one of the nodes");
    this.#attempt = attempt;
    this.#report = report;
  }

  start(): void {
    this.#startNode(this.#main);
  }

  /** Stops all nodes. */
  terminate(reason: string): void {
    this.#terminated = true;
    this.#stop(reason);
  }

  #stop(reason: string): void {
    this.#stopReason ??= reason;
    for (const node of this.#live) this.#host.containers.kill(node, this.#attempt);
  }

  #startNode(node: Node): void {
    this.#live.add(node);
    this.#host.containers.start(node, this.#attempt, {
      placed: (placement) => void Object.assign(lastAttempt(node), placement),
      started: (placement) => this.#started(node, placement),
      ended: (outcome) => this.#ended(node, outcome),
    });
  }

  #started(node: Node, placement: Placement = {}): void {
    const now = this.#host.clock.now();
    Object.assign(lastAttempt(node), placement, { startedAt: now });
    node.startedAt = now;
    node.status = "RUNNING";
    this.#host.changed(node);
    if (node !== this.#main) return;
    this.#report.started();
    if (this.#stopReason !== undefined) return;
    for (const other of this.#nodes) if (other !== node) this.#startNode(other);
  }

  #ended(node: Node, outcome: Outcome): void {
    this.#live.delete(node);
    if (node === this.#main) this.#mainOutcome = outcome;
    this.#settle(node, outcome);
    if (node === this.#main) this.#stop("Main node has exited");
    if (this.#mainOutcome === undefined || this.#live.size > 0) return;
    for (const other of this.#nodes) if (other.status === "STARTING") this.#settle(other, {});
    this.#report.ended(this.#mainOutcome);
  }

  /** A node that was stopped after the main node ended has the main node's status. */
  #settle(node: Node, outcome: Outcome): void {
    const now = this.#host.clock.now();
    const statusReason = this.#stopReason ?? outcome.statusReason ?? statusReasons.exited;
    const { exitCode } = this.#mainOutcome ?? outcome;
    Object.assign(lastAttempt(node), outcome, { stoppedAt: now, statusReason });
    node.stoppedAt = now;
    node.statusReason = statusReason;
    node.status = exitCode === 0 && !this.#terminated ? "SUCCEEDED" : "FAILED";
    this.#host.changed(node);
  }
}

function lastAttempt({ attempts }: Node): MutableAttempt {
  return must(attempts.at(-1), "a started node has an attempt");
}

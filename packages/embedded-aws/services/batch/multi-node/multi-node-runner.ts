import { must } from "@batchline/diagnostics";
import type { Job, JobRequest, JobState } from "../scheduler/job.ts";
import type { AttemptReport, Runner } from "../scheduler/runner.ts";
import { type Node, NodeGroup, type NodeHost } from "./node-group.ts";

/** Runs multi-node parallel jobs as one container for each node, and other jobs as they are. */
export class MultiNodeRunner implements Runner {
  readonly #host: NodeHost & { readonly mainNodeOf: (job: Job) => number };
  /** By the job's id. */
  readonly #nodes = new Map<string, readonly Node[]>();
  readonly #groups = new Map<string, NodeGroup>();

  /** `mainNodeOf` is called for jobs with nodes only. */
  constructor(host: NodeHost & { readonly mainNodeOf: (job: Job) => number }) {
    this.#host = host;
  }

  /** The nodes of a started multi-node parallel job; none of other jobs. */
  nodesOf(jobId: string): readonly Job[] {
    return this.#nodes.get(jobId) ?? [];
  }

  /** The node `<job id>#<node>`. */
  node(id: string): Job | undefined {
    const [jobId = ""] = id.split("#");
    return this.#nodes.get(jobId)?.find((node) => node.id === id);
  }

  /** Adds the nodes of a job that ended in an earlier session. */
  restore(request: JobRequest, states: readonly JobState[]): void {
    const nodes = states.map(
      (state, node): Node => ({
        ...{ ...state, id: `${request.id}#${node}`, request, node, attempts: [...state.attempts] },
      }),
    );
    if (nodes.length > 0) this.#nodes.set(request.id, nodes);
  }

  start(job: Job, attempt: number, report: AttemptReport): void {
    if (job.request.nodes === undefined) {
      this.#host.containers.start(job, attempt, report);
      return;
    }
    const group = new NodeGroup(this.#host, this.#begin(job), this.#host.mainNodeOf(job), attempt, report);
    this.#groups.set(job.id, group);
    group.start();
  }

  kill(job: Job, attempt: number): void {
    if (job.request.nodes === undefined) this.#host.containers.kill(job, attempt);
    else this.#groups.get(job.id)?.terminate(job.attempts.at(-1)?.stop?.statusReason ?? "Terminated");
  }

  /** The job's nodes at the start of an attempt. */
  #begin(job: Job): readonly Node[] {
    const { id, request, createdAt } = job;
    const nodes =
      this.#nodes.get(id) ??
      (request.nodes ?? []).map(
        (_, node): Node => ({
          ...{ id: `${id}#${node}`, request, node, createdAt, status: "STARTING" },
          ...{ attempts: [], isCancelled: false, isTerminated: false },
        }),
      );
    this.#nodes.set(id, nodes);
    const { number, environment } = must(job.attempts.at(-1), "a starting job has an attempt");
    const unset = { startedAt: undefined, stoppedAt: undefined, statusReason: undefined };
    for (const node of nodes) {
      Object.assign(node, { status: "STARTING", ...unset } satisfies Partial<Node>);
      node.attempts.push({ number, environment });
    }
    return nodes;
  }
}

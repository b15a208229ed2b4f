import type { Clock } from "@batchline/clock";
import { JsonLines } from "../../../host/json-lines.ts";
import type { Job, JobRequest, JobState } from "../scheduler/job.ts";
import type { Submission } from "./submission.ts";

/** AWS names about 7 days. https://docs.aws.amazon.com/batch/latest/userguide/job_states.html */
const keptForMs = 7 * 24 * 3_600_000;

/** Children in a line: a large array is written in turns. */
const childrenPerLine = 500;

type Line =
  | { readonly children: readonly JobState[]; readonly of: string }
  | {
      readonly request: JobRequest;
      readonly job: JobState;
      readonly submission: Submission;
      readonly nodes: readonly JobState[];
    };

/** A job that has ended, with its children or nodes. */
export interface EndedJob {
  readonly request: JobRequest;
  readonly submission: Submission;
  readonly job: JobState;
  readonly children: readonly JobState[];
  readonly nodes: readonly JobState[];
}

/** Jobs that have ended, in a file that outlasts the session. Others do not outlast it. */
export class EndedJobs {
  readonly #file: JsonLines<Line>;
  readonly #clock: Clock;
  readonly #kept = new Set<string>();

  constructor(file: string, clock: Clock) {
    this.#file = new JsonLines(file);
    this.#clock = clock;
  }

  /** Those of earlier sessions, in the order in which they ended. Call it once, before `keep`. */
  async load(): Promise<readonly EndedJob[]> {
    const found: EndedJob[] = [];
    const children = new Map<string, JobState[]>();
    let isWhole = true;
    for await (const line of this.#file.read()) {
      if (line === undefined) isWhole = false;
      else if ("children" in line)
        children.set(line.of, [...(children.get(line.of) ?? []), ...line.children]);
      else {
        const { id, arraySize = 0 } = line.request;
        const own = children.get(id) ?? [];
        if (own.length === arraySize) found.push({ ...line, children: own });
        else isWhole = false;
        children.delete(id);
      }
    }
    const oldest = this.#clock.now() - keptForMs;
    const kept = found.filter(({ job }) => (job.stoppedAt ?? 0) > oldest);
    for (const { request } of kept) this.#kept.add(request.id);
    if (!isWhole || kept.length < found.length)
      this.#file.replace(kept.flatMap((ended) => [...linesOf(ended)]));
    return kept;
  }

  /** Keeps a job or array that has ended. Once for each. */
  keep(job: Job, submission: Submission, nodes: readonly Job[]): void {
    if (this.#kept.has(job.id)) return;
    this.#kept.add(job.id);
    const { request, children = [] } = job;
    const states = { job: stateOf(job), children: children.map(stateOf), nodes: nodes.map(stateOf) };
    this.#file.append(linesOf({ request, submission, ...states }));
  }

  /** Resolves when all is in the file. */
  written(): Promise<void> {
    return this.#file.written();
  }
}

function* linesOf({ children, ...job }: EndedJob): Generator<Line> {
  for (let first = 0; first < children.length; first += childrenPerLine)
    yield { of: job.request.id, children: children.slice(first, first + childrenPerLine) };
  yield job;
}

function stateOf(job: Job): JobState {
  const { status, statusReason, createdAt, startedAt, stoppedAt, attempts, isCancelled, isTerminated } = job;
  return {
    ...{ status, createdAt, attempts, isCancelled, isTerminated },
    ...(statusReason !== undefined && { statusReason }),
    ...(startedAt !== undefined && { startedAt }),
    ...(stoppedAt !== undefined && { stoppedAt }),
  };
}

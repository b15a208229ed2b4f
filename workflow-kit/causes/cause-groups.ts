import { defined } from "@batchline/diagnostics";
import type { Cause, CauseExample } from "../../contract/causes.ts";
import type { ChunkRecord, RunRecord } from "../../contract/records.ts";
import { type ExplainedFailure, onlyGaveUp, workingTries } from "./explain-failure.ts";
import { failedAt } from "./first-failure.ts";
import { commandsForMistake, helpfulCommand } from "./helpful-command.ts";
import { mergedReason, reasonTemplate } from "./reason-template.ts";

interface Group extends Pick<Cause, "key" | "kind" | "effect" | "help" | "stage" | "where"> {
  sentence: string;
  readonly tenants: Set<string>;
  chunks: number;
  at?: string;
  example?: CauseExample;
}

/** Puts equal causes together. */
export class CauseGroups {
  readonly #run: Pick<RunRecord, "runId" | "workflow">;
  readonly #options: string;
  readonly #groups = new Map<string, Group>();

  /** `options` ends the commands. */
  constructor(run: Pick<RunRecord, "runId" | "workflow">, options = "") {
    this.#run = run;
    this.#options = options;
  }

  /** A stage of a chunk that failed. */
  add({
    failure,
    record,
    effect,
  }: {
    readonly failure: ExplainedFailure;
    readonly record: ChunkRecord;
    readonly effect: Cause["effect"];
  }): void {
    const { kind, help, sentence, where } = failure;
    const { tenant, stage } = record;
    const cause = { kind, effect, sentence, stage, at: failedAt(record), ...defined({ help, where }) };
    this.#group(cause, tenant, () => exampleOf(record, failure)).chunks++;
  }

  /** A tenant that failed without a chunk: it was not planned. */
  addTenant({
    tenant,
    reason,
    at,
  }: {
    readonly tenant: string;
    readonly reason: string;
    readonly at?: string;
  }): void {
    const help = "correct the tenant's file; batchline tenants check finds what is wrong";
    this.#group({ kind: "planning", effect: "failed", sentence: reason, help, ...defined({ at }) }, tenant);
  }

  causes(): Cause[] {
    return [...this.#groups.values()].map(({ tenants, ...group }) => {
      const cause = { ...group, tenants: [...tenants].sort() };
      const usual = helpfulCommand(cause, this.#run, this.#options);
      const [command = usual, ...moreCommands] = commandsForMistake(cause, this.#run, this.#options);
      return { ...cause, ...(command && { command }), ...(moreCommands.length > 0 && { moreCommands }) };
    });
  }

  #group(
    cause: Omit<Group, "key" | "tenants" | "chunks">,
    tenant: string,
    example?: () => CauseExample,
  ): Group {
    const { kind, effect, stage = "", where = "", sentence, at } = cause;
    const template = reasonTemplate(sentence, tenant);
    const key = [effect, kind, stage, where, template.key].join("|");
    let group = this.#groups.get(key);
    const isFirst = group === undefined || (at !== undefined && (group.at === undefined || at < group.at));
    if (group === undefined) {
      group = { ...cause, key, chunks: 0, tenants: new Set() };
      this.#groups.set(key, group);
    } else group.sentence = mergedReason(group.sentence, template, tenant);
    if (isFirst && at !== undefined) group.at = at;
    if (isFirst && example !== undefined) group.example = example();
    group.tenants.add(tenant);
    return group;
  }
}

function exampleOf(record: ChunkRecord, { reason, exitCode, givenUp }: ExplainedFailure): CauseExample {
  const { tenant, chunk, stage, jobId, logGroup, logStream } = record;
  // A container that died before its program was ready counted nothing.
  const started = Math.max(record.attempts, record.tries?.length ?? 0);
  const attempts = onlyGaveUp(record) ? started - 1 : started;
  const tries = workingTries(record);
  const failed = tries.findLast((tried) => tried.exitCode === exitCode) ?? tries.at(-1);
  const optional = { reason, exitCode, givenUp, jobId, logGroup, logStream: failed?.logStream ?? logStream };
  return { tenant, chunk, stage, attempts, ...defined(optional) };
}

import type { RunCauses } from "../../contract/causes.ts";
import type { ChunkView } from "./chunk.ts";
import type { RunView } from "./run.ts";

/** For every page: which stack it is, and what it can do. */
export interface PageView {
  /** The stack's name. @example "prod" */
  readonly stack: string;
  /** @example "eu-central-1" */
  readonly region: string;
  /** The workflows of the stack, for the filter of the list. */
  readonly workflows: readonly string[];
  /** A report: nothing changes, and there are no other runs, no mailbox and no actions. */
  readonly isReport: boolean;
  /** Whether there is a mailbox: only where mails are not sent. */
  readonly hasMailbox: boolean;
}

/** An event of the stream `addresses.events`. Its name is `what`. */
export type PageEvent =
  /** A run changed: fetch its view again. Without an id: the list of runs. */
  | { readonly what: "changed"; readonly workflow?: string; readonly runId?: string }
  /** The mailbox changed. */
  | { readonly what: "mail" }
  /** AWS can't be reached since then; what is shown is as old. The server goes on trying. */
  | { readonly what: "away"; readonly since: string; readonly reason: string }
  /** AWS can be reached again. */
  | { readonly what: "back" };

/** What a report holds, as JSON in the element `report-data`. */
export interface ReportData {
  readonly page: PageView;
  readonly run: RunView;
  readonly causes: RunCauses;
  /** Chunks with a detail: those that failed, at most a hundred. */
  readonly chunks: readonly ChunkView[];
  /** When the report was written. */
  readonly writtenAt: string;
}

/** The answer to a refused or failed request, with its HTTP status. */
export interface ProblemView {
  /** A code of docs/errors.md; empty for a bug of the server. @example "BL-D001" */
  readonly code: string;
  /** The problem, and the remedy. */
  readonly message: string;
}

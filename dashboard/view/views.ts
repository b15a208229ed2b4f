import type { RunCauses } from "../../contract/causes.ts";
import type { ActionAnswer, RerunRequest } from "./actions.ts";
import type { MailView } from "./mail.ts";
import type { PageView } from "./page.ts";
import type { RunView } from "./run.ts";
import type { RunFilters, RunsView } from "./runs.ts";

/** Names a run. */
export interface RunName {
  readonly workflow: string;
  readonly runId: string;
}

/** What the page asks of the server, and the server of a stack. */
export interface Views {
  page(): Promise<PageView>;
  runs(filters: RunFilters): Promise<RunsView>;
  run(run: RunName): Promise<RunView>;
  causes(run: RunName): Promise<RunCauses>;
  mail(): Promise<MailView>;
  rerun(run: RunName, request: RerunRequest): Promise<ActionAnswer>;
  stop(run: RunName): Promise<ActionAnswer>;
}

import type { CommandView, RunStatus } from "../view.ts";

/** Makes commands for a terminal: `words`, the run's id, more words, and the option that names the stack. */
export type CommandMaker = (words: string, ...more: readonly string[]) => string;

/** @param option Names the stack. @example commandsOn("20261123T215501-4f2a", "--stack prod")("why") // "npx batchline why 20261123T215501-4f2a --stack prod" */
export const commandsOn =
  (runId: string, option: string): CommandMaker =>
  (words, ...more) =>
    ["npx batchline", words, runId, ...more, option].join(" ");

/** What helps with a run. */
export function commandsOfRun(command: CommandMaker, status: RunStatus): CommandView[] {
  const always: CommandView[] = [
    { does: "Explains it: the first cause of each failure", command: command("why") },
    { does: "Shows its logs", command: command("logs") },
    { does: "Writes this page into one file", command: command("report", "--out run.html") },
  ];
  if (status === "RUNNING")
    return [
      { does: "Follows it", command: command("follow") },
      { does: "Ends it", command: command("stop") },
      ...always,
    ];
  return status === "SUCCEEDED"
    ? always
    : [{ does: "Runs what is unfinished again", command: command("rerun") }, ...always];
}

/** What helps with a chunk. */
export function commandsOfChunk(
  command: CommandMaker,
  { tenant, chunk, stage }: { readonly tenant: string; readonly chunk: number; readonly stage: string },
): CommandView[] {
  const which = [`--tenant ${tenant}`, `--stage ${stage}`, `--chunk ${chunk}`];
  return [
    { does: "Shows its whole log", command: command("logs", ...which) },
    {
      does: "Runs this stage on this machine, with the same inputs",
      command: command("reproduce", ...which),
    },
  ];
}

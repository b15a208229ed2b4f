import type { MapRun } from "@batchline/state-machines";

/** What is known about a Map Run, of this session or of an earlier one. */
export type KnownMapRun = Pick<
  MapRun,
  | ("arn" | "executionArn" | "status" | "startDate" | "stopDate" | "redriveCount" | "redriveDate")
  | ("maxConcurrency" | "tolerance" | "counts")
>;

/** The same as JSON. */
export interface MapRunLine
  extends Pick<
    KnownMapRun,
    "arn" | "executionArn" | "status" | "redriveCount" | "maxConcurrency" | "tolerance"
  > {
  readonly startDate: string;
  readonly stopDate: string | undefined;
  readonly redriveDate: string | undefined;
  readonly items: ReturnType<MapRun["counts"]>;
  readonly executions: ReturnType<MapRun["counts"]>;
}

export function mapRunLine(run: KnownMapRun): MapRunLine {
  const { arn, executionArn, status, redriveCount, maxConcurrency, tolerance } = run;
  return {
    ...{ arn, executionArn, status, redriveCount, maxConcurrency, tolerance },
    ...{ startDate: run.startDate.toISOString(), stopDate: run.stopDate?.toISOString() },
    ...{ redriveDate: run.redriveDate?.toISOString() },
    ...{ items: run.counts("items"), executions: run.counts("executions") },
  };
}

export function knownMapRun({
  startDate,
  stopDate,
  redriveDate,
  items,
  executions,
  ...line
}: MapRunLine): KnownMapRun {
  const date = (text: string | undefined) => (text === undefined ? undefined : new Date(text));
  return {
    ...{ ...line, startDate: new Date(startDate), stopDate: date(stopDate), redriveDate: date(redriveDate) },
    counts: (of) => (of === "items" ? items : executions),
  };
}

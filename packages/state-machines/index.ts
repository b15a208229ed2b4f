export type { Connector, TaskRequest } from "./connector.ts";
export { MapRun } from "./distributed-map/map-run.ts";
export { Evaluator } from "./evaluator.ts";
export { follow } from "./follow-execution.ts";
export { History, whole, withoutData } from "./history.ts";
export type { MapRunRequest, Run } from "./run-machine.ts";
export { Aborted, StateError } from "./state-error.ts";
export { Thread } from "./thread.ts";
export { sleep, unlessAborted } from "./timer.ts";

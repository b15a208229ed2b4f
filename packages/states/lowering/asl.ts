import type { JsonObject } from "@batchline/asl";

/** One state in Amazon States Language. */
export interface AslState extends JsonObject {
  readonly Type: "Task" | "Pass" | "Wait" | "Choice" | "Map" | "Parallel" | "Succeed" | "Fail";
}

/** A state machine, the processor of a map, or a branch of a parallel. */
export interface AslMachine extends JsonObject {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, AslState>>;
}

export interface Asl extends AslMachine {
  readonly QueryLanguage: "JSONata";
}

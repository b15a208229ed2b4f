/** One state in Amazon States Language. */
export interface AslState {
  readonly Type: "Task" | "Pass" | "Wait" | "Choice" | "Map" | "Parallel" | "Succeed" | "Fail";
  readonly [field: string]: unknown;
}

/** A state machine, the processor of a map, or a branch of a parallel. */
export interface AslMachine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, AslState>>;
}

/** A whole definition. */
export interface Asl extends AslMachine {
  readonly Comment?: string;
  readonly QueryLanguage: "JSONata";
  readonly TimeoutSeconds?: number;
}

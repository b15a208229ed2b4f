import type { Json } from "@batchline/asl";

/** A state machine, the processor of a map, or a branch of a parallel, in Amazon States Language. */
export interface AslMachine {
  /** For a map's processor only. */
  readonly ProcessorConfig?:
    | { readonly Mode: "INLINE" }
    | { readonly Mode: "DISTRIBUTED"; readonly ExecutionType: "EXPRESS" | "STANDARD" };
  readonly StartAt: string;
  readonly States: Readonly<Record<string, AslState>>;
}

/** One state. Only the fields that lead to other states are typed. */
export interface AslState {
  readonly Type: "Task" | "Pass" | "Wait" | "Choice" | "Map" | "Parallel" | "Succeed" | "Fail";
  readonly Next?: string;
  readonly End?: true;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Condition: string; readonly Next: string }[];
  readonly Catch?: readonly {
    readonly ErrorEquals: readonly string[];
    readonly Assign?: Readonly<Record<string, Json>>;
    readonly Next: string;
  }[];
  readonly ItemProcessor?: AslMachine;
  readonly Branches?: readonly AslMachine[];
  readonly [field: string]: unknown;
}

/** A whole definition. */
export interface Asl extends AslMachine {
  readonly Comment?: string;
  readonly QueryLanguage: "JSONata";
  readonly TimeoutSeconds?: number;
}

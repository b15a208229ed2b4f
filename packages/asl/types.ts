import type { z } from "zod";
import type { Json, JsonObject } from "./json.ts";
import type * as schema from "./schema.ts";

/** A JSON value; strings `{% … %}` in it are JSONata expressions. */
export type Template = Json;

export type Retrier = z.infer<typeof schema.Retrier>;
export type TaskState = z.infer<typeof schema.Task>;
export type PassState = z.infer<typeof schema.Pass>;
export type WaitState = z.infer<typeof schema.Wait>;
export type ChoiceState = z.infer<typeof schema.Choice>;
export type MapState = z.infer<typeof schema.MapSchema>;
export type ParallelState = z.infer<typeof schema.Parallel>;
export type SucceedState = z.infer<typeof schema.Succeed>;
export type FailState = z.infer<typeof schema.Fail>;
export type ItemReader = z.infer<typeof schema.ItemReader>;
export type ReaderConfig = z.infer<typeof schema.ReaderConfig>;
export type ResultWriter = z.infer<typeof schema.ResultWriter>;

export type State =
  | TaskState
  | PassState
  | WaitState
  | ChoiceState
  | MapState
  | ParallelState
  | SucceedState
  | FailState;
export type StateType = State["Type"];

/** Variables and output of a state that is left. */
export interface Leaving {
  readonly Assign?: JsonObject | undefined;
  readonly Output?: Template | undefined;
}

/** States and where they start: a machine, a branch, the iteration of a Map. */
export interface Block {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export interface ItemProcessor extends Block {
  /** INLINE by default: iterations are part of the execution. DISTRIBUTED: each is an execution of its own. */
  readonly ProcessorConfig?: z.infer<typeof schema.ProcessorConfig> | undefined;
}

export interface StateMachineDefinition extends Block {
  readonly Comment?: string | undefined;
  readonly QueryLanguage?: string | undefined;
  /** The longest duration of an execution in seconds. @default no limit */
  readonly TimeoutSeconds?: number | undefined;
  readonly Version?: string | undefined;
}

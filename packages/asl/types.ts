import type { Json, JsonObject } from "./json.ts";

/**
 * The Amazon States Language with the query language JSONata. https://states-language.net
 *
 * A string `{% … %}` anywhere in a template is a JSONata expression; every other value stands for itself.
 */
export type Template = Json;

/** A number, or an expression that yields one. */
export type NumberOrExpression = number | string;

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  /** Seconds before the first retry; 1 by default. */
  readonly IntervalSeconds?: number;
  /** How many retries; 3 by default, 0 for none. */
  readonly MaxAttempts?: number;
  /** Factor from one delay to the next; 2 by default. */
  readonly BackoffRate?: number;
  /** Seconds that no delay exceeds; no limit by default. */
  readonly MaxDelaySeconds?: number;
  /** FULL: each delay is random between 0 and itself. */
  readonly JitterStrategy?: "FULL" | "NONE";
}

/** What a state may do with variables and its output as it is left. */
export interface Leaving {
  readonly Assign?: JsonObject;
  readonly Output?: Template;
}

export interface Catcher extends Leaving {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
}

interface Common {
  readonly Comment?: string;
  readonly QueryLanguage?: string;
}

interface Onward {
  readonly Next?: string;
  readonly End?: true;
}

interface Fallible {
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

export interface TaskState extends Common, Onward, Fallible, Leaving {
  readonly Type: "Task";
  readonly Resource: string;
  /** The state's input by default. */
  readonly Arguments?: Template;
  readonly TimeoutSeconds?: NumberOrExpression;
  readonly HeartbeatSeconds?: NumberOrExpression;
}

export interface PassState extends Common, Onward, Leaving {
  readonly Type: "Pass";
}

export interface WaitState extends Common, Onward, Leaving {
  readonly Type: "Wait";
  readonly Seconds?: NumberOrExpression;
  /** ISO 8601, or an expression that yields such a time. */
  readonly Timestamp?: string;
}

export interface ChoiceRule extends Leaving {
  /** An expression that yields a boolean. */
  readonly Condition: string;
  readonly Next: string;
}

export interface ChoiceState extends Common, Leaving {
  readonly Type: "Choice";
  readonly Choices: readonly ChoiceRule[];
  readonly Default?: string;
}

export interface MapState extends Common, Onward, Fallible, Leaving {
  readonly Type: "Map";
  /** The state's input by default. */
  readonly Items?: Template;
  /** The input of an iteration; the item itself by default. */
  readonly ItemSelector?: Template;
  readonly ItemProcessor: ItemProcessor;
  /** How many iterations run at once; 0, the default, means as many as the service allows. */
  readonly MaxConcurrency?: NumberOrExpression;
  /** What follows is for distributed Maps only. Part of the Map Run's ARN; made of the state's name by default. */
  readonly Label?: string;
  /** Where the items come from instead of Items. */
  readonly ItemReader?: ItemReader;
  /** Gives an iteration several items, as `{ Items, BatchInput? }`. */
  readonly ItemBatcher?: ItemBatcher;
  /** How many items may fail; 0 by default. */
  readonly ToleratedFailureCount?: NumberOrExpression;
  /** How many of a hundred items may fail; 0 by default. */
  readonly ToleratedFailurePercentage?: NumberOrExpression;
  readonly ResultWriter?: ResultWriter;
}

export interface ItemProcessor extends Block {
  /** INLINE by default: iterations are part of the execution. DISTRIBUTED: each is an execution of its own. */
  readonly ProcessorConfig?: {
    readonly Mode?: "INLINE" | "DISTRIBUTED";
    readonly ExecutionType?: "STANDARD" | "EXPRESS";
  };
}

export interface ItemReader {
  /** `arn:aws:states:::s3:listObjectsV2` or `arn:aws:states:::s3:getObject` */
  readonly Resource: string;
  /** The call's own arguments: Bucket, and Prefix or Key. */
  readonly Arguments?: Template;
  readonly ReaderConfig?: ReaderConfig;
}

export interface ReaderConfig {
  /** What the object is that s3:getObject gets. */
  readonly InputType?: "CSV" | "JSON" | "JSONL";
  readonly CSVHeaderLocation?: "FIRST_ROW" | "GIVEN";
  /** For GIVEN. */
  readonly CSVHeaders?: readonly string[];
  /** COMMA by default. */
  readonly CSVDelimiter?: "COMMA" | "PIPE" | "SEMICOLON" | "SPACE" | "TAB";
  /** All by default. */
  readonly MaxItems?: NumberOrExpression;
  /** For JSON: an RFC 6901 pointer to the items. */
  readonly ItemsPointer?: string;
}

export interface ItemBatcher {
  readonly MaxItemsPerBatch?: NumberOrExpression;
  /** Of the batch's JSON text. */
  readonly MaxInputBytesPerBatch?: NumberOrExpression;
  /** The same for every batch. */
  readonly BatchInput?: Template;
}

/** Results go to S3 with Resource and Arguments, else into the state's result. */
export interface ResultWriter {
  /** `arn:aws:states:::s3:putObject` */
  readonly Resource?: string;
  /** `{ Bucket, Prefix? }` */
  readonly Arguments?: Template;
  readonly WriterConfig?: {
    /** NONE, the default with Resource: executions as they are. COMPACT: outputs. FLATTEN: outputs, arrays as their items. */
    readonly Transformation?: "NONE" | "COMPACT" | "FLATTEN";
    /** JSON by default; JSONL with Resource only. */
    readonly OutputType?: "JSON" | "JSONL";
  };
}

export interface ParallelState extends Common, Onward, Fallible, Leaving {
  readonly Type: "Parallel";
  /** The input of every branch; the state's input by default. */
  readonly Arguments?: Template;
  readonly Branches: readonly Block[];
}

export interface SucceedState extends Common {
  readonly Type: "Succeed";
  readonly Output?: Template;
}

export interface FailState extends Common {
  readonly Type: "Fail";
  readonly Error?: string;
  readonly Cause?: string;
}

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

/** States and where they start: a machine, a branch, what a Map does with each item. */
export interface Block {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export interface StateMachineDefinition extends Block, Common {
  /** How many seconds an execution may take; no limit by default. */
  readonly TimeoutSeconds?: number;
  readonly Version?: string;
}

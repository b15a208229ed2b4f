import { z } from "zod";
import { distributedProblems } from "./distributed-map-rules.ts";
import type { Json } from "./json.ts";
import { labelPattern, limits } from "./limits.ts";
import type { Block, ItemProcessor, State, StateMachineDefinition } from "./types.ts";

/**
 * The fields of a JSONata machine, as strict as AWS's own. A string `{% … %}` in a template is a JSONata expression; every other
 * value stands for itself. https://states-language.net
 */
const Template: z.ZodType<Json> = z.json();
/** A string that is a JSONata expression as a whole. */
const Expression = z.string().regex(/^\{%[\s\S]*%\}$/, "must be a JSONata expression, {% … %}");
const seconds = z.int().min(0).max(99_999_999);
const positiveSeconds = z.int().min(1).max(99_999_999);

const common = {
  Comment: z.string().optional(),
  QueryLanguage: z.literal("JSONata").optional(),
};
const onward = { Next: z.string().optional(), End: z.literal(true).optional() };
/** Variables and output of a state that is left. */
const leaving = { Assign: z.record(z.string(), Template).optional(), Output: Template.optional() };

export const Retrier = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: z.array(z.string()).min(1),
  /** Seconds before the first retry. @default 1 */
  IntervalSeconds: seconds.optional(),
  /** Retries; 0 for none. @default 3 */
  MaxAttempts: seconds.optional(),
  /** The factor from one delay to the next. @default 2 */
  BackoffRate: z.number().min(1).optional(),
  /** The longest delay in seconds. @default no limit */
  MaxDelaySeconds: z.int().min(1).max(31_622_400).optional(),
  /** FULL: each delay is random between 0 and itself. @default "NONE" */
  JitterStrategy: z.enum(["FULL", "NONE"]).optional(),
});
const Catcher = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: z.array(z.string()).min(1),
  Next: z.string(),
  ...leaving,
});
const fallible = { Retry: z.array(Retrier).optional(), Catch: z.array(Catcher).optional() };

/** AWS wants exactly one way on. */
function oneWayOn(state: { readonly Next?: string; readonly End?: true }): boolean {
  return (state.Next === undefined) !== (state.End === undefined);
}
const needsOneWayOn = "needs either Next or End";

export const Task = z
  .strictObject({
    Type: z.literal("Task"),
    ...common,
    ...onward,
    ...fallible,
    ...leaving,
    Resource: z.string().regex(/^arn:[\w-]+:[\w-]+:[\w-]*:\d*:./, "is not a valid ARN"),
    /** @default the state's input */
    Arguments: Template.optional(),
    TimeoutSeconds: z.union([positiveSeconds, Expression]).optional(),
    HeartbeatSeconds: z.union([positiveSeconds, Expression]).optional(),
  })
  .refine(oneWayOn, needsOneWayOn);
export const Pass = z
  .strictObject({ Type: z.literal("Pass"), ...common, ...onward, ...leaving })
  .refine(oneWayOn, needsOneWayOn);
export const Wait = z
  .strictObject({
    Type: z.literal("Wait"),
    ...common,
    ...onward,
    ...leaving,
    Seconds: z.union([seconds, Expression]).optional(),
    Timestamp: z.union([z.iso.datetime({ offset: true }), Expression]).optional(),
  })
  .refine(oneWayOn, needsOneWayOn)
  .refine(
    (state) => (state.Seconds === undefined) !== (state.Timestamp === undefined),
    "needs either Seconds or Timestamp",
  );
export const Choice = z.strictObject({
  Type: z.literal("Choice"),
  ...common,
  ...leaving,
  Choices: z
    .array(
      z.strictObject({
        Comment: z.string().optional(),
        Condition: Expression,
        Next: z.string(),
        ...leaving,
      }),
    )
    .min(1),
  Default: z.string().optional(),
});
export const Succeed = z.strictObject({ Type: z.literal("Succeed"), ...common, Output: Template.optional() });
export const Fail = z.strictObject({
  Type: z.literal("Fail"),
  ...common,
  Error: z.string().optional(),
  Cause: z.string().optional(),
});

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html */
export const ProcessorConfig = z.strictObject({
  Mode: z.enum(["INLINE", "DISTRIBUTED"]).optional(),
  ExecutionType: z.enum(["STANDARD", "EXPRESS"]).optional(),
});

/** The Arguments of a reader or writer: an object of templates, or one expression. */
const callArguments = z.union([z.record(z.string(), Template), Expression]);
const count = z.union([z.int().min(0), Expression]);
const positiveCount = z.union([z.int().min(1), Expression]);

export const ReaderConfig = z.strictObject({
  InputType: z
    .enum(["CSV", "JSON", "JSONL"], "must be CSV, JSON or JSONL: the embedded AWS reads nothing else")
    .optional(),
  CSVHeaderLocation: z.enum(["FIRST_ROW", "GIVEN"]).optional(),
  CSVHeaders: z.array(z.string()).min(1).optional(),
  CSVDelimiter: z.enum(["COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"]).optional(),
  MaxItems: count.optional(),
  ItemsPointer: z
    .string()
    .regex(/^(\/.*)?$/s, "must be a JSON pointer: empty, or beginning with /")
    .optional(),
});

export const ItemReader = z.strictObject({
  Resource: z
    .string()
    .regex(
      /^arn:aws[\w-]*:states:::s3:(listObjectsV2|getObject)$/,
      "must be arn:aws:states:::s3:listObjectsV2 or arn:aws:states:::s3:getObject",
    ),
  Arguments: callArguments.optional(),
  ReaderConfig: ReaderConfig.optional(),
});

export const ResultWriter = z
  .strictObject({
    Resource: z
      .string()
      .regex(/^arn:aws[\w-]*:states:::s3:putObject$/, "must be arn:aws:states:::s3:putObject")
      .optional(),
    Arguments: callArguments.optional(),
    WriterConfig: z
      .strictObject({
        /** NONE, the default with Resource: executions as they are. COMPACT: outputs. FLATTEN: outputs, arrays as their items. */
        Transformation: z.enum(["NONE", "COMPACT", "FLATTEN"]).optional(),
        /** JSONL needs Resource. @default "JSON" */
        OutputType: z.enum(["JSON", "JSONL"]).optional(),
      })
      .optional(),
  })
  .refine(
    ({ Resource, Arguments }) => (Resource === undefined) === (Arguments === undefined),
    "needs both Resource and Arguments, or neither",
  )
  .refine(
    ({ Resource, WriterConfig }) => Resource !== undefined || WriterConfig !== undefined,
    "needs Resource and Arguments, or WriterConfig",
  );

/** The fields of a Map that only a distributed one has. */
const distributedFields = {
  /** A part of the Map Run's ARN. @default made of the state's name */
  Label: z
    .string()
    .regex(labelPattern, "has more than 40 characters, or one that a Label must not have")
    .optional(),
  /** The source of the items, instead of Items. */
  ItemReader: ItemReader.optional(),
  /** Gives an iteration several items, as `{ Items, BatchInput? }`. */
  ItemBatcher: z
    .strictObject({
      MaxItemsPerBatch: positiveCount.optional(),
      MaxInputBytesPerBatch: positiveCount.optional(),
      BatchInput: Template.optional(),
    })
    .refine(
      ({ MaxItemsPerBatch, MaxInputBytesPerBatch }) =>
        MaxItemsPerBatch !== undefined || MaxInputBytesPerBatch !== undefined,
      "needs MaxItemsPerBatch or MaxInputBytesPerBatch",
    )
    .optional(),
  /** @default 0 */
  ToleratedFailureCount: count.optional(),
  /** Of a hundred items. @default 0 */
  ToleratedFailurePercentage: z.union([z.number().min(0).max(100), Expression]).optional(),
  /** Writes results to S3 with Resource and Arguments, else into the state's result. */
  ResultWriter: ResultWriter.optional(),
};

const block = {
  Comment: z.string().optional(),
  StartAt: z.string(),
  States: z.record(
    z.string().min(1).max(limits.stateNameLength),
    z.lazy(() => AnyState),
  ),
};
const Branch: z.ZodType<Block> = z.lazy(() => z.strictObject(block));
const Processor: z.ZodType<ItemProcessor> = z.lazy(() =>
  z.strictObject({ ...block, ProcessorConfig: ProcessorConfig.optional() }),
);
export const MapSchema = z
  .strictObject({
    Type: z.literal("Map"),
    ...common,
    ...onward,
    ...fallible,
    ...leaving,
    /** @default the state's input */
    Items: z.union([z.array(Template), z.record(z.string(), Template), Expression]).optional(),
    /** The input of an iteration. @default the item */
    ItemSelector: Template.optional(),
    ItemProcessor: Processor,
    /** Iterations at once; 0 means as many as the service allows. @default 0 */
    MaxConcurrency: z.union([z.int().min(0), Expression]).optional(),
    ...distributedFields,
  })
  .refine(oneWayOn, needsOneWayOn)
  .superRefine((state, context) => {
    for (const { field, message } of distributedProblems(state)) {
      context.addIssue({ code: "custom", path: field, message });
    }
  });
export const Parallel = z
  .strictObject({
    Type: z.literal("Parallel"),
    ...common,
    ...onward,
    ...fallible,
    ...leaving,
    Arguments: Template.optional(),
    Branches: z.array(Branch).min(1),
  })
  .refine(oneWayOn, needsOneWayOn);

const AnyState: z.ZodType<State> = z.discriminatedUnion("Type", [
  Task,
  Pass,
  Wait,
  Choice,
  MapSchema,
  Parallel,
  Succeed,
  Fail,
]);

export const StateMachineSchema: z.ZodType<StateMachineDefinition> = z.strictObject({
  ...block,
  QueryLanguage: z.literal("JSONata").optional(),
  TimeoutSeconds: positiveSeconds.optional(),
  Version: z.literal("1.0").optional(),
});

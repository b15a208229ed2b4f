import { z } from "zod";
import * as distributed from "./distributed-map.ts";
import { Expression, matching, Template } from "./json.ts";
import { limits } from "./limits.ts";

/** The fields of a JSONata machine, as strict as AWS's own. https://states-language.net */
const seconds = z.int().min(0).max(99_999_999);
const positiveSeconds = z.int().min(1).max(99_999_999);

const onward = { Next: z.string().optional(), End: z.literal(true).optional() };
/** Variables and output of a state that is left. */
const leaving = { Assign: z.record(z.string(), Template).optional(), Output: Template.optional() };

const Retrier = z.strictObject({
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

/** The fields of one type of state, and those that all types have. */
function state<Type extends string, Fields extends z.ZodRawShape>(type: Type, fields: Fields) {
  const QueryLanguage = z.literal("JSONata").optional();
  return z.strictObject({ Type: z.literal(type), Comment: z.string().optional(), QueryLanguage, ...fields });
}

/** AWS wants exactly one way on. */
function oneWayOn(state: { readonly Next?: string; readonly End?: true }): boolean {
  return (state.Next === undefined) !== (state.End === undefined);
}
const needsOneWayOn = "needs either Next or End";

const Task = state("Task", {
  ...onward,
  ...fallible,
  ...leaving,
  Resource: matching(/^arn:[\w-]+:[\w-]+:[\w-]*:\d*:./, "is not a valid ARN"),
  /** @default the state's input */
  Arguments: Template.optional(),
  /** The role that calls the service. @default the machine's */
  Credentials: z
    .strictObject({
      RoleArn: z.union([matching(/^arn:[\w-]+:iam::\d{12}:role\/./, "is not the ARN of a role"), Expression]),
    })
    .optional(),
  TimeoutSeconds: z.union([positiveSeconds, Expression]).optional(),
  HeartbeatSeconds: z.union([positiveSeconds, Expression]).optional(),
}).refine(oneWayOn, needsOneWayOn);
const Pass = state("Pass", { ...onward, ...leaving }).refine(oneWayOn, needsOneWayOn);
const Wait = state("Wait", {
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
const Choice = state("Choice", {
  ...leaving,
  Choices: z
    .array(
      z.strictObject({
        Comment: z.string().optional(),
        /** A boolean, or an expression of one. */
        Condition: z.union([z.boolean(), Expression]),
        Next: z.string(),
        ...leaving,
      }),
    )
    .min(1),
  Default: z.string().optional(),
});
const Succeed = state("Succeed", { Output: Template.optional() });
const Fail = state("Fail", { Error: z.string().optional(), Cause: z.string().optional() });

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
  z.strictObject({ ...block, ProcessorConfig: distributed.ProcessorConfig.optional() }),
);
const MapSchema = state("Map", {
  ...onward,
  ...fallible,
  ...leaving,
  /** @default the state's input */
  Items: z.union([z.array(Template), z.record(z.string(), Template), Expression]).optional(),
  /** The input of an iteration. @default the item */
  ItemSelector: Template.optional(),
  ItemProcessor: Processor,
  /** Iterations at once; 0 means the service's limit. @default 0 */
  MaxConcurrency: z.union([z.int().min(0), Expression]).optional(),
  ...distributed.distributedFields,
})
  .refine(oneWayOn, needsOneWayOn)
  .superRefine((state, context) => {
    for (const { field, message } of distributed.distributedProblems(state)) {
      context.addIssue({ code: "custom", path: field, message });
    }
  });
const Parallel = state("Parallel", {
  ...onward,
  ...fallible,
  ...leaving,
  Arguments: Template.optional(),
  Branches: z.array(Branch).min(1),
}).refine(oneWayOn, needsOneWayOn);

const states = [Task, Pass, Wait, Choice, MapSchema, Parallel, Succeed, Fail] as const;
const AnyState: z.ZodType<State> = z.discriminatedUnion("Type", states);

const oneOfLanguages = "The field 'QueryLanguage' should have one of these values: [JSONPath, JSONata]";

export const StateMachineSchema: z.ZodType<StateMachineDefinition> = z.strictObject({
  ...block,
  /** The language of states without one of their own. */
  QueryLanguage: z.enum(["JSONPath", "JSONata"], oneOfLanguages).optional(),
  TimeoutSeconds: positiveSeconds.optional(),
  Version: z.literal("1.0").optional(),
});

export type Retrier = z.infer<typeof Retrier>;
export type TaskState = z.infer<typeof Task>;
export type PassState = z.infer<typeof Pass>;
export type WaitState = z.infer<typeof Wait>;
export type ChoiceState = z.infer<typeof Choice>;
export type MapState = z.infer<typeof MapSchema>;
export type ParallelState = z.infer<typeof Parallel>;
export type SucceedState = z.infer<typeof Succeed>;
export type FailState = z.infer<typeof Fail>;
export type ItemReader = z.infer<typeof distributed.ItemReader>;
export type ReaderConfig = z.infer<typeof distributed.ReaderConfig>;
export type ResultWriter = z.infer<typeof distributed.ResultWriter>;

export type State = z.infer<(typeof states)[number]>;
export type StateType = State["Type"];

/** Variables and output of a state that is left. */
export type Leaving = Pick<PassState, "Assign" | "Output">;

/** States and where they start: a machine, a branch, the iteration of a Map. */
export interface Block {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export interface ItemProcessor extends Block {
  /** INLINE by default: iterations are part of the execution. DISTRIBUTED: each is an execution of its own. */
  readonly ProcessorConfig?: z.infer<typeof distributed.ProcessorConfig> | undefined;
}

export interface StateMachineDefinition extends Block {
  readonly Comment?: string | undefined;
  readonly QueryLanguage?: string | undefined;
  /** The longest duration of an execution in seconds. @default no limit */
  readonly TimeoutSeconds?: number | undefined;
  readonly Version?: string | undefined;
}

import { z } from "zod";
import { distributedFields, distributedProblems, processorConfig } from "./distributed-map-schema.ts";
import { Expression } from "./expression-schema.ts";
import type { Block, StateMachineDefinition } from "./types.ts";

/** The shape of a JSONata machine, as strict as AWS's own: a field that a state does not have is refused. */

const Template = z.json();
const seconds = z.int().min(0).max(99_999_999);

const common = {
  Comment: z.string().optional(),
  QueryLanguage: z.literal("JSONata").optional(),
};
const onward = { Next: z.string().optional(), End: z.literal(true).optional() };
const leaving = { Assign: z.record(z.string(), Template).optional(), Output: Template.optional() };

const Retrier = z.strictObject({
  Comment: z.string().optional(),
  ErrorEquals: z.array(z.string()).min(1),
  IntervalSeconds: z.int().min(0).max(99_999_999).optional(),
  MaxAttempts: z.int().min(0).max(99_999_999).optional(),
  BackoffRate: z.number().min(1).optional(),
  MaxDelaySeconds: z.int().min(1).max(31_622_400).optional(),
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

const Task = z
  .strictObject({
    Type: z.literal("Task"),
    ...common,
    ...onward,
    ...fallible,
    ...leaving,
    Resource: z.string(),
    Arguments: Template.optional(),
    TimeoutSeconds: z.union([seconds.min(1), Expression]).optional(),
    HeartbeatSeconds: z.union([seconds.min(1), Expression]).optional(),
  })
  .refine(oneWayOn, needsOneWayOn);
const Pass = z
  .strictObject({ Type: z.literal("Pass"), ...common, ...onward, ...leaving })
  .refine(oneWayOn, needsOneWayOn);
const Wait = z
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
const Choice = z.strictObject({
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
const Succeed = z.strictObject({ Type: z.literal("Succeed"), ...common, Output: Template.optional() });
const Fail = z.strictObject({
  Type: z.literal("Fail"),
  ...common,
  Error: z.string().optional(),
  Cause: z.string().optional(),
});

const block = {
  Comment: z.string().optional(),
  StartAt: z.string(),
  States: z.record(
    z.string().min(1).max(80),
    z.lazy(() => State),
  ),
};
const Branch: z.ZodType<Block> = z.lazy(() => z.strictObject(block));
const ItemProcessor = z.lazy(() => z.strictObject({ ...block, ProcessorConfig: processorConfig.optional() }));
const MapSchema = z
  .strictObject({
    Type: z.literal("Map"),
    ...common,
    ...onward,
    ...fallible,
    ...leaving,
    Items: z.union([z.array(Template), z.record(z.string(), Template), Expression]).optional(),
    ItemSelector: Template.optional(),
    ItemProcessor,
    MaxConcurrency: z.union([z.int().min(0), Expression]).optional(),
    ...distributedFields,
  })
  .refine(oneWayOn, needsOneWayOn)
  .superRefine((state, context) => {
    for (const { field, message } of distributedProblems(state)) {
      context.addIssue({ code: "custom", path: field, message });
    }
  });
const Parallel = z
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

const State: z.ZodType<Block["States"][string]> = z.discriminatedUnion("Type", [
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
  TimeoutSeconds: seconds.min(1).optional(),
  Version: z.literal("1.0").optional(),
});

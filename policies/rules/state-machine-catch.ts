import { errorsOf, type OutlinedState } from "@batchline/asl";
import { z } from "zod";
import { stateMachine } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";
import { readDefinition } from "../kit/state-machine-definition.ts";

export const stateMachineCatch = resourceRule({
  name: "state-machine-catch",
  code: "BL-P055",
  title: "States that start jobs catch all errors, themselves or in the Map or Parallel around them",
  severity: "high",
  fix: "Catch States.ALL at the state, and stop the started jobs: a batchChain does both. A Catch of some errors misses timeouts.",
  config: z.object({
    tasks: z
      .array(z.string())
      .default(["batch:submitJob", "ecs:runTask", "glue:startJobRun", "aws-sdk:batch:submitJob"])
      .describe(
        "Integrations that start jobs: the part after arn:aws:states:::, without .sync and .waitForTaskToken.",
      ),
  }),
  checks: ({ tasks }) =>
    on(stateMachine, ({ props }, { report }) => {
      const definition = readDefinition(props.definition);
      if (definition === undefined) return;
      for (const { state, within } of definition.states) {
        const task = integrationOf(state);
        const caught = [state, ...within].some((each) => caughtErrors(each).includes("States.ALL"));
        if (task === undefined || !tasks.includes(task) || caught) continue;
        const some = caughtErrors(state);
        const found = some.length === 0 ? "has no Catch" : `catches only ${some.join(", ")}`;
        report(`definition.States["${state.name}"]`, `(${task}) ${found}`);
      }
    }),
});

function integrationOf({ fields: { Resource } }: OutlinedState): string | undefined {
  const integration = /^arn:[^:]*:states:[^:]*:[^:]*:(.+?)(\.sync(:\d+)?|\.waitForTaskToken)?$/;
  return typeof Resource === "string" ? integration.exec(Resource)?.[1] : undefined;
}

function caughtErrors({ transitions }: OutlinedState): string[] {
  return transitions.flatMap(({ kind, rule }) => (kind === "catch" && rule ? errorsOf(rule) : []));
}

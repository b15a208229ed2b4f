import { errorsOf, type OutlinedState } from "@batchline/asl";
import { z } from "zod";
import { stateMachine } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";
import { readDefinition } from "../kit/state-machine-definition.ts";

export const stateMachineCatch = resourceRule({
  name: "state-machine-catch",
  code: "BL-P055",
  title: "States that start jobs catch every error, themselves or by the Map or Parallel around them",
  severity: "high",
  enforcement: "mandatory",
  remediation:
    "Catch States.ALL at the state, and end what was started: a batchChain does both. A Catch of some errors only lets timeouts through.",
  config: z.object({
    tasks: z
      .array(z.string())
      .default(["batch:submitJob", "ecs:runTask", "glue:startJobRun", "aws-sdk:batch:submitJob"])
      .describe(
        "What counts as starting a job: integrations, as they follow arn:aws:states::: and without .sync or .waitForTaskToken.",
      ),
  }),
  checks: ({ tasks }) => [
    on(stateMachine, ({ props }, { report }) => {
      const definition = readDefinition(props.definition);
      if (definition === undefined) return;
      for (const { state, within } of definition.states) {
        const task = integrationOf(state);
        const caught = [state, ...within].some((each) => caughtErrors(each).includes("States.ALL"));
        if (task === undefined || !tasks.includes(task) || caught) continue;
        const some = caughtErrors(state);
        const found = some.length === 0 ? "has no Catch" : `catches ${some.join(", ")} only`;
        report(`definition: state "${state.name}" (${task}) ${found}`);
      }
    }),
  ],
});

function integrationOf({ fields: { Resource } }: OutlinedState): string | undefined {
  const integration = /^arn:[^:]*:states:[^:]*:[^:]*:(.+?)(\.sync(:\d+)?|\.waitForTaskToken)?$/;
  return typeof Resource === "string" ? integration.exec(Resource)?.[1] : undefined;
}

function caughtErrors({ transitions }: OutlinedState): string[] {
  return transitions.flatMap(({ kind, rule }) => (kind === "catch" && rule ? errorsOf(rule) : []));
}

import { z } from "zod";
import { stateMachine } from "../kit/resource-types.ts";
import { on, resourceRule } from "../kit/rule.ts";
import { type PlacedState, readDefinition, type State } from "../kit/state-machine-definition.ts";

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
      for (const placed of readDefinition(props.definition)?.states ?? []) {
        const task = integrationOf(placed.state);
        if (task === undefined || !tasks.includes(task) || isCaught(placed)) continue;
        const some = placed.state.Catch?.flatMap(({ ErrorEquals }) => ErrorEquals) ?? [];
        const found = some.length === 0 ? "has no Catch" : `catches ${some.join(", ")} only`;
        report(`definition: state "${placed.name}" (${task}) ${found}`);
      }
    }),
  ],
});

function integrationOf({ Resource }: State): string | undefined {
  return /^arn:[^:]*:states:[^:]*:[^:]*:(.+?)(\.sync(:\d+)?|\.waitForTaskToken)?$/.exec(Resource ?? "")?.[1];
}

function isCaught({ state, within }: PlacedState): boolean {
  return [state, ...within].some(({ Catch = [] }) =>
    Catch.some(({ ErrorEquals }) => ErrorEquals.includes("States.ALL")),
  );
}

import { stateMachine } from "../../policies/kit/resource-types.ts";

const submit = {
  Type: "Task",
  Resource: "arn:aws:states:::batch:submitJob.sync",
  Catch: [{ ErrorEquals: ["States.ALL"], Next: "Failed" }],
  End: true,
};

/** A state machine that complies with every rule: within a map it submits a job. */
export const happyMachine = {
  type: stateMachine,
  name: "import",
  props: {
    roleArn: "arn:aws:iam::000000000000:role/import",
    definition: definitionWith({}),
    tracingConfiguration: { enabled: true },
    loggingConfiguration: {
      level: "ALL",
      includeExecutionData: true,
      logDestination: "arn:aws:logs:eu-central-1:000000000000:log-group:import:*",
    },
  },
};

/** Changes of the state that submits the job, of the map around it, and of the whole definition. */
export function definitionWith({
  task = {},
  map = {},
  top = {},
}: {
  task?: object;
  map?: object;
  top?: object;
}) {
  return JSON.stringify({
    QueryLanguage: "JSONata",
    TimeoutSeconds: 3600,
    StartAt: "Each shard",
    States: {
      "Each shard": {
        Type: "Map",
        ItemProcessor: {
          StartAt: "Submit",
          States: { Submit: { ...submit, ...task }, Failed: { Type: "Fail" } },
        },
        End: true,
        ...map,
      },
    },
    ...top,
  });
}

/** The state machine with some of its properties changed. */
export function machineWith(changed: Partial<Record<keyof typeof happyMachine.props, unknown>>) {
  return { ...happyMachine, props: { ...happyMachine.props, ...changed } as typeof happyMachine.props };
}

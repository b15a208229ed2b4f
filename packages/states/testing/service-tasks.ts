import { Embedded } from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import { build } from "../build.ts";
import { type Machine, machine } from "../index.ts";

interface Input {
  readonly id: string;
}
export type Describe = (m: Machine<Input>) => void;

export const arn = (service: string, resource: string) =>
  `arn:aws:${service}:eu-central-1:000000000000:${resource}`;

/** The values of tokens in these tests. */
export const arns = {
  topic: arn("sns", "topic"),
  queueUrl: "https://sqs.eu-central-1.amazonaws.com/000000000000/queue",
  identity: arn("ses", "identity/shop.example"),
  table: arn("dynamodb", "table/orders"),
  job: arn("glue", "job/nightly"),
  cluster: arn("ecs", "cluster/main"),
  task: arn("ecs", "task-definition/work:3"),
  role: "arn:aws:iam::000000000000:role/task",
  other: arn("states", "stateMachine:other"),
  bus: arn("events", "event-bus/main"),
  queue: arn("batch", "job-queue/work"),
  definition: arn("batch", "job-definition/work:7"),
  fn: arn("lambda", "function:f"),
  bucket: "bucket",
};

/** Builds a machine, which the embedded AWS checks against the services' models. Returns its states and rights. */
export function built(describe: Describe) {
  const compiled = build(machine<Input>(describe));
  const values = Object.fromEntries(Object.entries(arns).filter(([name]) => compiled.tokens.includes(name)));
  const definition = JSON.parse(compiled.definition(values));
  new Embedded().create("machine", definition);
  const rights = compiled
    .permissions(values)
    .flatMap(({ Action, Resource }) => Action.flatMap((action) => Resource.map((on) => `${action} ${on}`)));
  return { states: definition.States, rights };
}

/** The rights on the EventBridge rule that Step Functions creates for a `.sync` task. */
export const ruleRights = (name: string) =>
  ["events:DescribeRule", "events:PutRule", "events:PutTargets"].map(
    (action) => `${action} ${arn("events", `rule/StepFunctionsGetEventsFor${name}Rule`)}`,
  );

interface TaskCase {
  readonly resource: string;
  readonly describe: Describe;
  readonly args: object;
  readonly rights: readonly string[];
}

/** One test per task: a method of the builder that adds the state `Do`. */
export function testTasks(cases: Readonly<Record<string, TaskCase>>): void {
  for (const [what, { resource, describe, args, rights }] of Object.entries(cases)) {
    it(`${what} calls ${resource} with its arguments, and needs its rights only`, () => {
      const { states, rights: needed } = built(describe);
      expect(states.Do.Resource).to.equal(`arn:aws:states:::${resource}`);
      expect(states.Do.Arguments).to.deep.equal(args);
      expect(states.Do.Retry).to.have.length(1);
      expect(needed).to.have.members(rights);
    });
  }
}

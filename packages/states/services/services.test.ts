import { Embedded } from "@batchline/embedded-aws/testing";
import { expect } from "chai";
import { build } from "../build.ts";
import {
  type Expr,
  lambdaFunction,
  type Machine,
  machine,
  stateMachine,
  stringify,
  text,
  token,
} from "../index.ts";
import { codesOf } from "../testing/problems.ts";

interface Input {
  readonly id: string;
}
type Describe = (m: Machine<Input>) => void;

const arn = (service: string, resource: string) => `arn:aws:${service}:eu-central-1:000000000000:${resource}`;

/** What tokens stand for in these tests. */
const arns = {
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
function made(describe: Describe) {
  const built = build(machine<Input>(describe));
  const values = Object.fromEntries(Object.entries(arns).filter(([name]) => built.tokens.includes(name)));
  const definition = JSON.parse(built.definition(values));
  new Embedded().create("machine", definition);
  const rights = built
    .permissions(values)
    .flatMap(({ Action, Resource }) => Action.flatMap((action) => Resource.map((on) => `${action} ${on}`)));
  return { states: definition.States, rights };
}

const rule = (name: string) =>
  ["events:DescribeRule", "events:PutRule", "events:PutTargets"].map(
    (action) => `${action} ${arn("events", `rule/StepFunctionsGetEventsFor${name}Rule`)}`,
  );

describe("integrations", () => {
  const cases: [
    what: string,
    resource: string,
    describe: Describe,
    args: object,
    rights: readonly string[],
  ][] = [
    [
      "sns.publish",
      "sns:publish",
      (m) => m.sns.publish("Do", { TopicArn: token("topic"), Message: { id: m.input.id }, Subject: "s" }),
      { TopicArn: arns.topic, Message: { id: "{% $states.context.Execution.Input.id %}" }, Subject: "s" },
      [`sns:Publish ${arns.topic}`],
    ],
    [
      "sns.publishWithCallback",
      "sns:publish.waitForTaskToken",
      (m) => m.sns.publishWithCallback("Do", (reply) => ({ TopicArn: token("topic"), Message: { reply } })),
      { TopicArn: arns.topic, Message: { reply: "{% $states.context.Task.Token %}" } },
      [`sns:Publish ${arns.topic}`],
    ],
    [
      "sqs.sendMessage",
      "sqs:sendMessage",
      (m) => m.sqs.sendMessage("Do", { QueueUrl: token("queueUrl"), MessageBody: "b", DelaySeconds: 5 }),
      { QueueUrl: arns.queueUrl, MessageBody: "b", DelaySeconds: 5 },
      [`sqs:SendMessage ${arn("sqs", "queue")}`],
    ],
    [
      "sqs.sendMessageWithCallback",
      "sqs:sendMessage.waitForTaskToken",
      (m) =>
        m.sqs.sendMessageWithCallback("Do", (MessageBody) => ({ QueueUrl: token("queueUrl"), MessageBody })),
      { QueueUrl: arns.queueUrl, MessageBody: "{% $states.context.Task.Token %}" },
      [`sqs:SendMessage ${arn("sqs", "queue")}`],
    ],
    [
      "ses.sendEmail",
      "aws-sdk:sesv2:sendEmail",
      (m) =>
        m.ses.sendEmail("Do", {
          FromEmailAddressIdentityArn: token("identity"),
          FromEmailAddress: "jobs@shop.example",
          Destination: { ToAddresses: ["a@shop.example"] },
          Content: { Template: { TemplateName: "done", TemplateData: stringify({ id: m.input.id }) } },
          ConfigurationSetName: "main",
        }),
      {
        FromEmailAddressIdentityArn: arns.identity,
        FromEmailAddress: "jobs@shop.example",
        Destination: { ToAddresses: ["a@shop.example"] },
        Content: {
          Template: {
            TemplateName: "done",
            TemplateData: "{% $string({'id': $states.context.Execution.Input.id}) %}",
          },
        },
        ConfigurationSetName: "main",
      },
      ["configuration-set/main", "identity/shop.example", "template/done"].map(
        (resource) => `ses:SendEmail ${arn("ses", resource)}`,
      ),
    ],
    [
      "dynamodb.getItem",
      "dynamodb:getItem",
      (m) => m.dynamodb.getItem("Do", { Table: token("table"), Key: { pk: { S: m.input.id } } }),
      {
        TableName: `{% $substringAfter('${arns.table}', ':table/') %}`,
        Key: { pk: { S: "{% $states.context.Execution.Input.id %}" } },
      },
      [`dynamodb:GetItem ${arns.table}`],
    ],
    [
      "dynamodb.putItem",
      "dynamodb:putItem",
      (m) =>
        m.dynamodb.putItem("Do", {
          Table: arns.table,
          Item: { pk: { S: "1" }, tags: { L: [{ S: "a" }] }, more: { M: { n: { N: "2" } } } },
          ConditionExpression: "attribute_not_exists(pk)",
        }),
      {
        TableName: "orders",
        Item: { pk: { S: "1" }, tags: { L: [{ S: "a" }] }, more: { M: { n: { N: "2" } } } },
        ConditionExpression: "attribute_not_exists(pk)",
      },
      [`dynamodb:PutItem ${arns.table}`],
    ],
    [
      "dynamodb.updateItem",
      "dynamodb:updateItem",
      (m) =>
        m.dynamodb.updateItem("Do", {
          Table: arns.table,
          Key: { pk: { S: "1" } },
          UpdateExpression: "SET #s = :s",
          ExpressionAttributeNames: { "#s": "status" },
          ExpressionAttributeValues: { ":s": { S: "done" } },
        }),
      {
        TableName: "orders",
        Key: { pk: { S: "1" } },
        UpdateExpression: "SET #s = :s",
        ExpressionAttributeNames: { "#s": "status" },
        ExpressionAttributeValues: { ":s": { S: "done" } },
      },
      [`dynamodb:UpdateItem ${arns.table}`],
    ],
    [
      "dynamodb.deleteItem",
      "dynamodb:deleteItem",
      (m) => m.dynamodb.deleteItem("Do", { Table: arns.table, Key: { pk: { S: "1" } } }),
      { TableName: "orders", Key: { pk: { S: "1" } } },
      [`dynamodb:DeleteItem ${arns.table}`],
    ],
    [
      "s3.getObject",
      "aws-sdk:s3:getObject",
      (m) => m.s3.getObject("Do", { Bucket: token("bucket"), Key: "a/b.json" }),
      { Bucket: "bucket", Key: "a/b.json" },
      ["s3:GetObject arn:aws:s3:::bucket/a/b.json"],
    ],
    [
      "s3.putObject",
      "aws-sdk:s3:putObject",
      (m) =>
        m.s3.putObject("Do", { Bucket: "b", Key: text`out/${m.input.id}.txt`, Body: "x", IfNoneMatch: "*" }),
      {
        Bucket: "b",
        Key: "{% 'out/' & $states.context.Execution.Input.id & '.txt' %}",
        Body: "x",
        IfNoneMatch: "*",
      },
      ["s3:PutObject arn:aws:s3:::b/out/*.txt"],
    ],
    [
      "glue.startJobRun",
      "glue:startJobRun",
      (m) => m.glue.startJobRun("Do", { Job: arns.job, Arguments: { "--id": m.input.id } }),
      { JobName: "nightly", Arguments: { "--id": "{% $states.context.Execution.Input.id %}" } },
      [`glue:StartJobRun ${arns.job}`],
    ],
    [
      "glue.startJobRunSync",
      "glue:startJobRun.sync",
      (m) => m.glue.startJobRunSync("Do", { Job: arns.job }),
      { JobName: "nightly" },
      ["BatchStopJobRun", "GetJobRun", "GetJobRuns", "StartJobRun"].map(
        (action) => `glue:${action} ${arns.job}`,
      ),
    ],
    [
      "ecs.runTask",
      "ecs:runTask",
      (m) => m.ecs.runTask("Do", { Cluster: token("cluster"), TaskDefinition: token("task") }, { roles: [] }),
      { Cluster: arns.cluster, TaskDefinition: arns.task },
      [`ecs:RunTask ${arns.task}`],
    ],
    [
      "ecs.runTaskSync",
      "ecs:runTask.sync",
      (m) =>
        m.ecs.runTaskSync(
          "Do",
          {
            Cluster: token("cluster"),
            TaskDefinition: token("task"),
            LaunchType: "FARGATE",
            NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ["s"] } },
          },
          { roles: [token("role")] },
        ),
      {
        Cluster: arns.cluster,
        TaskDefinition: arns.task,
        LaunchType: "FARGATE",
        NetworkConfiguration: { AwsvpcConfiguration: { Subnets: ["s"] } },
      },
      [
        `ecs:DescribeTasks ${arn("ecs", "task/main/*")}`,
        `ecs:StopTask ${arn("ecs", "task/main/*")}`,
        `ecs:RunTask ${arns.task}`,
        ...rule("ECSTask"),
        `iam:PassRole ${arns.role}`,
      ],
    ],
    [
      "ecs.runTaskWithCallback",
      "ecs:runTask.waitForTaskToken",
      (m) =>
        m.ecs.runTaskWithCallback(
          "Do",
          (Value) => ({
            Cluster: token("cluster"),
            TaskDefinition: token("task"),
            Overrides: { ContainerOverrides: [{ Name: "main", Environment: [{ Name: "TOKEN", Value }] }] },
          }),
          { roles: [] },
        ),
      {
        Cluster: arns.cluster,
        TaskDefinition: arns.task,
        Overrides: {
          ContainerOverrides: [
            { Name: "main", Environment: [{ Name: "TOKEN", Value: "{% $states.context.Task.Token %}" }] },
          ],
        },
      },
      [`ecs:RunTask ${arns.task}`],
    ],
    [
      "executions.start",
      "states:startExecution",
      (m) =>
        m.executions.start(
          "Do",
          stateMachine<{ id: string }>(token("other")),
          { id: m.input.id },
          { executionName: "x" },
        ),
      { StateMachineArn: arns.other, Input: { id: "{% $states.context.Execution.Input.id %}" }, Name: "x" },
      [`states:StartExecution ${arns.other}`],
    ],
    [
      "executions.startSync",
      "states:startExecution.sync:2",
      (m) => m.executions.startSync("Do", stateMachine<{ id: string }>(token("other")), { id: "1" }),
      { StateMachineArn: arns.other, Input: { id: "1" } },
      [
        ...rule("StepFunctionsExecution"),
        `states:DescribeExecution ${arn("states", "execution:other:*")}`,
        `states:StopExecution ${arn("states", "execution:other:*")}`,
        `states:StartExecution ${arns.other}`,
      ],
    ],
    [
      "executions.startWithCallback",
      "states:startExecution.waitForTaskToken",
      (m) =>
        m.executions.startWithCallback("Do", stateMachine<{ reply: string }>(token("other")), (reply) => ({
          reply,
        })),
      { StateMachineArn: arns.other, Input: { reply: "{% $states.context.Task.Token %}" } },
      [`states:StartExecution ${arns.other}`],
    ],
    [
      "events.putEvents",
      "events:putEvents",
      (m) =>
        m.events.putEvents("Do", [
          { EventBusName: token("bus"), Source: "shop", DetailType: "Done", Detail: { id: m.input.id } },
        ]),
      {
        Entries: [
          {
            EventBusName: arns.bus,
            Source: "shop",
            DetailType: "Done",
            Detail: { id: "{% $states.context.Execution.Input.id %}" },
          },
        ],
      },
      [`events:PutEvents ${arns.bus}`],
    ],
    [
      "events.putEventsWithCallback",
      "events:putEvents.waitForTaskToken",
      (m) =>
        m.events.putEventsWithCallback("Do", (reply) => [
          { EventBusName: token("bus"), Source: "shop", DetailType: "Asked", Detail: { reply } },
        ]),
      {
        Entries: [
          {
            EventBusName: arns.bus,
            Source: "shop",
            DetailType: "Asked",
            Detail: { reply: "{% $states.context.Task.Token %}" },
          },
        ],
      },
      [`events:PutEvents ${arns.bus}`],
    ],
    [
      "invokeWithCallback",
      "lambda:invoke.waitForTaskToken",
      (m) =>
        m.invokeWithCallback("Do", lambdaFunction<{ reply: string }, string>(token("fn")), (reply) => ({
          reply,
        })),
      { FunctionName: arns.fn, Payload: { reply: "{% $states.context.Task.Token %}" } },
      [`lambda:InvokeFunction ${arns.fn}`],
    ],
    [
      "submitJobSync of a multi-node job",
      "batch:submitJob.sync",
      (m) =>
        m.submitJobSync("Do", {
          JobName: "j",
          JobQueue: token("queue"),
          JobDefinition: token("definition"),
          NodeOverrides: {
            NumNodes: 4,
            NodePropertyOverrides: [
              { TargetNodes: "1:", ContainerOverrides: { Environment: [{ Name: "ID", Value: m.input.id }] } },
            ],
          },
        }),
      {
        JobName: "j",
        JobQueue: arns.queue,
        JobDefinition: arns.definition,
        NodeOverrides: {
          NumNodes: 4,
          NodePropertyOverrides: [
            {
              TargetNodes: "1:",
              ContainerOverrides: {
                Environment: [{ Name: "ID", Value: "{% $states.context.Execution.Input.id %}" }],
              },
            },
          ],
        },
      },
      [
        "batch:DescribeJobs *",
        `batch:SubmitJob ${arns.definition}`,
        `batch:SubmitJob ${arns.queue}`,
        `batch:TerminateJob ${arn("batch", "job/*")}`,
        ...rule("BatchJobs"),
      ],
    ],
  ];
  for (const [what, resource, describe, args, rights] of cases) {
    it(`${what} calls ${resource} with its arguments, and needs its rights only`, () => {
      const { states, rights: needed } = made(describe);
      expect(states.Do.Resource).to.equal(`arn:aws:states:::${resource}`);
      expect(states.Do.Arguments).to.deep.equal(args);
      expect(states.Do.Retry).to.have.length(1);
      expect(needed).to.have.members(rights);
    });
  }

  it("have typed responses", () => {
    const describe: Describe = (m) => {
      const { Item } = m.dynamodb.getItem<{ status: { S: string } }>("Read", { Table: arns.table, Key: {} });
      // @ts-expect-error there may be no such item
      const wrong: Expr<string> = Item.status.S;
      const status: Expr<string> = Item.status.S.orElse("none");
      // @ts-expect-error a message needs a topic
      m.sns.publish("Publish", { Message: status });
      // @ts-expect-error numbers are text to DynamoDB
      m.dynamodb.putItem("Write", { Table: arns.table, Item: { n: { N: 1 } } });
      const other = stateMachine<{ n: number }, { m: number }>(arns.other);
      const output: Expr<number> = m.executions.startSync("Other", other, { n: 1 }).Output.m;
      // @ts-expect-error the machine takes a number
      m.executions.start("Wrong", other, { n: "1" });
      const reported: Expr<boolean> = m.sns.publishWithCallback<boolean>("Ask", (Message) => ({
        TopicArn: arns.topic,
        Message,
      }));
      m.succeed("Done", [wrong, output, reported]);
    };
    expect(describe).to.be.a("function");
  });

  it("reject a task that waits for its token but does not pass it on", () => {
    const fn = lambdaFunction<string, string>(arns.fn);
    expect(codesOf(() => made((m) => void m.invokeWithCallback("Ask", fn, () => "x")))).to.deep.equal([
      "BL-S025 Ask",
    ]);
  });

  it("reject rights to a queue whose URL is not valid", () => {
    const built = build(
      machine((m) => void m.sqs.sendMessage("Send", { QueueUrl: "arn:aws:sqs:::queue", MessageBody: "b" })),
    );
    expect(codesOf(() => built.permissions({}))).to.deep.equal(["BL-S016"]);
  });
});

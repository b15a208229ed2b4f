import { relativeCpuTime } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { type ModelName, type ServiceModel, serviceModel } from "./model.ts";
import { printedViolation } from "./violation.ts";
import { violations } from "./violations.ts";

describe("violations of a service's model", () => {
  const of = (service: ModelName, operation: string, input: unknown): readonly string[] =>
    violations(serviceModel(service), operation, input).map((violation) =>
      violation.kind === "type" ? violation.rule : printedViolation(serviceModel(service), violation),
    );
  const aliasNames = "^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$";

  it("are in the words that AWS answers", () => {
    expect(of("stepfunctions", "ListStateMachines", { maxResults: 1001 })).to.deep.equal([
      "Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
    ]);
    const weight = { name: "a", routingConfiguration: [{ stateMachineVersionArn: "x", weight: 101 }] };
    expect(of("stepfunctions", "CreateStateMachineAlias", weight)).to.deep.equal([
      "Value '101' at 'routingConfiguration.1.member.weight' failed to satisfy constraint: Member must have value less than or equal to 100",
    ]);
    const alias = { name: "ALIAS@", routingConfiguration: [{ stateMachineVersionArn: "x", weight: 1 }] };
    expect(of("stepfunctions", "CreateStateMachineAlias", alias)).to.deep.equal([
      `Value 'ALIAS@' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ${aliasNames}`,
    ]);
    const route = { stateMachineVersionArn: "x", weight: 1 };
    const routes = { name: "a", routingConfiguration: [route, route, route] };
    const printed = "RoutingConfigurationListItem(stateMachineVersionArn=x, weight=1)";
    expect(of("stepfunctions", "CreateStateMachineAlias", routes)).to.deep.equal([
      `Value '[${printed}, ${printed}, ${printed}]' at 'routingConfiguration' failed to satisfy constraint: Member must have length less than or equal to 2`,
    ]);
    expect(of("stepfunctions", "ListExecutions", { statusFilter: "succeeded" })).to.deep.equal([
      "Value 'succeeded' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]",
    ]);
    expect(of("stepfunctions", "SendTaskSuccess", { taskToken: "t" })).to.deep.equal([
      "Value at 'output' failed to satisfy constraint: Member must not be null",
    ]);
    expect(
      of("stepfunctions", "StartExecution", { stateMachineArn: "a", input: "é".repeat(131_073) }),
    ).to.deep.equal([
      "Value at 'input' failed to satisfy constraint: Member must have size less than or equal to 262144 bytes in UTF-8 encoding",
    ]);
    expect(of("dynamodb", "PutItem", { TableName: "table" })).to.deep.equal([
      "Value null at 'item' failed to satisfy constraint: Member must not be null",
    ]);
  });

  it("name the rules of simple values at their list or map", () => {
    expect(of("batch", "UntagResource", { resourceArn: "a", tagKeys: ["a", ""] })).to.deep.equal([
      "Value '[a, ]' at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1]",
    ]);
    expect(of("batch", "TagResource", { resourceArn: "a", tags: { "": "v" } })[0]).to.match(
      /at 'tags' failed to satisfy constraint: Map keys must satisfy constraint: \[Member must have length/,
    );
  });

  it("count null as absent, and refuse it within a list", () => {
    const input = { name: null, definition: "{}", roleArn: "r", tags: [null] };
    expect(of("stepfunctions", "CreateStateMachine", input)).to.deep.equal([
      "Value null at 'name' failed to satisfy constraint: Member must not be null",
      "Value null at 'tags.1.member' failed to satisfy constraint: Member must not be null",
    ]);
    expect(of("stepfunctions", "ListStateMachines", { maxResults: null })).to.deep.equal([]);
  });

  it("tell values of another type from values outside of a constraint", () => {
    const start = (input: unknown) => of("stepfunctions", "StartExecution", { stateMachineArn: "a", input });
    expect(start(42)).to.deep.equal(["NUMBER_VALUE cannot be converted to String"]);
    expect(start(true)).to.deep.equal(["TRUE_VALUE cannot be converted to String"]);
    expect(start({})).to.deep.equal(["Start of structure or map found where not expected"]);
    expect(start([])).to.deep.equal(["Unrecognized collection type class java.lang.String"]);
    expect(of("stepfunctions", "ListStateMachines", { maxResults: "5" })).to.deep.equal([
      "STRING_VALUE cannot be converted to Integer",
    ]);
    expect(of("stepfunctions", "ListStateMachines", { maxResults: 2 ** 40 })).to.have.length(1);
    expect(of("batch", "DescribeJobs", { jobs: "a" })).to.deep.equal(["Unexpected field type"]);
    for (const input of [null, [], "text", 1])
      expect(of("batch", "DescribeJobs", input), JSON.stringify(input)).to.have.length(1);
  });

  it("count characters, not UTF-16 units, and bytes of Base64", () => {
    const name = (text: string) => of("stepfunctions", "CreateActivity", { name: text });
    expect(name("🙂".repeat(80))).to.deep.equal([]);
    expect(name("🙂".repeat(81))).to.have.length(1);
    const secret = (bytes: number) =>
      of("secretsmanager", "CreateSecret", {
        Name: "n",
        SecretBinary: Buffer.alloc(bytes).toString("base64"),
      });
    expect(secret(65_536)).to.deep.equal([]);
    expect(secret(65_537)).to.have.length(1);
    expect(of("secretsmanager", "CreateSecret", { Name: "n", SecretBinary: "?" })).to.have.length(1);
  });

  it("ignore members and operations that the model does not have", () => {
    expect(of("batch", "DescribeJobs", { jobs: ["a"], constructor: 1, other: null })).to.deep.equal([]);
    expect(of("batch", "toString", {})).to.deep.equal([]);
  });

  it("end after ten, and at a depth that AWS does not take", () => {
    expect(of("logs", "PutLogEvents", { logEvents: Array(5000).fill({}) })).to.have.length(10);
    let value: unknown = { S: "x" };
    for (let depth = 0; depth < 5000; depth += 1) value = { M: { m: value } };
    const deep = of("dynamodb", "PutItem", { TableName: "table", Item: { i: value } });
    expect(deep).to.deep.equal(["nested too deep"]);
  });

  it("print at most a thousand values and a million characters of a value", () => {
    const names = Array.from({ length: 2000 }, () => "x");
    const [many] = of("logs", "FilterLogEvents", { logGroupName: "g", logStreamNames: names });
    expect(many?.match(/x/g)).to.have.length(1000);
    const long = names.map((name) => name.repeat(2000));
    const [printed] = of("logs", "FilterLogEvents", { logGroupName: "g", logStreamNames: long });
    expect(printed?.length).to.be.within(1024 ** 2, 1024 ** 2 + 10_000);
    expect(printed).to.include(", …]' at 'logStreamNames'");
  });

  it("match every pattern in time that does not explode with the text", async () => {
    const services: readonly ModelName[] = ["batch", "dynamodb", "ecs", "events", "glue", "lambda", "logs"];
    const others: readonly ModelName[] = ["s3", "scheduler", "secretsmanager", "sesv2", "sns", "sqs", "sts"];
    const texts = [..."aA0-/.=:_ \t", "arn:aws:", "a.", "a/", "a-", "aa.\t", "a[0]", "s3://", "$.a"];
    const models = [...services, ...others, "stepfunctions" as const].map(serviceModel);
    const check = ({ pattern, max = 2048, t, min }: ServiceModel["shapes"][string]) => {
      const Text = { t, pattern, ...(min !== undefined && { min }) };
      const shapes = { In: { t: "structure" as const, m: { of: "Text" } }, Text };
      const one: ServiceModel = { service: "batch", operations: { Op: "In" }, shapes };
      for (const text of texts) {
        const repeated = text.repeat(Math.min(max, 2048) / text.length);
        violations(one, "Op", { of: `${repeated}\u0000` });
        violations(one, "Op", { of: `arn:aws:${repeated}\u0000` });
      }
    };
    const shapes = models.flatMap((model) => Object.values(model.shapes)).filter((shape) => shape.pattern);
    expect(await relativeCpuTime(() => shapes.forEach(check))).to.be.below(60);
  });
});

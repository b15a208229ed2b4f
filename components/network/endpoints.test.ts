import { expect } from "chai";
import { programRun } from "../../testing/pulumi/program-run.ts";
import { json, type Registrations } from "../../testing/pulumi/registrations.ts";
import { variants } from "../../testing/pulumi/variants.ts";

/** Service in IAM's actions → its endpoints. https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html */
const endpointsOf: Readonly<Record<string, readonly string[]>> = {
  batch: ["batch"],
  dynamodb: ["dynamodb"],
  ecr: ["ecr.api", "ecr.dkr"],
  lambda: ["lambda"],
  ecs: ["ecs", "ecs-agent", "ecs-telemetry"],
  logs: ["logs"],
  s3: ["s3"],
  secretsmanager: ["secretsmanager"],
  states: ["states"],
  sts: ["sts"],
};

describe("endpoints of a VPC without internet access", () => {
  let dev: Registrations;
  let components: Registrations;
  before(async function () {
    this.timeout(60_000);
    dev = await programRun({ mode: "up", config: { consumableResources: { "orders-database": 20 } } });
    components = await variants("up");
  });

  /** The services that roles may call, of those whose trust policy and name `isWanted` accepts. */
  const called = (program: Registrations, isWanted: (trust: string, name: string) => boolean): string[] => {
    const roles = program.all("iam/role:Role");
    const wanted = roles.filter(({ name, inputs }) => isWanted(String(inputs.assumeRolePolicy), name));
    const names = new Set(wanted.map(({ name }) => `${name}-name`));
    const policies = program.all("RolePolicy").filter(({ inputs }) => names.has(String(inputs.role)));
    const actions = policies.flatMap(({ inputs }) => json(inputs.policy).Statement.flatMap(actionsOf));
    return [...new Set(actions.map((action) => action.split(":")[0] ?? ""))];
  };
  const inVpc = (trust: string) => /"(ecs-tasks|ec2)\.amazonaws\.com"|"AWS":/.test(trust);
  const endpoints = (services: readonly string[]) =>
    services.flatMap((service) => endpointsOf[service] ?? service);

  it("are all that instances and containers may call, and no others", () => {
    const services = new Set([dev, components].flatMap((program) => called(program, inVpc)));
    expect([...services]).to.include.members(["s3", "ecr", "ecs", "lambda", "logs", "sts", "secretsmanager"]);
    const interfaces = components
      .all("VpcEndpoint")
      .filter(({ name }) => name.startsWith("isolated-"))
      .map(({ inputs }) => String(inputs.serviceName).replace("com.amazonaws.eu-central-1.", ""));
    expect([...interfaces, "s3", "dynamodb"]).to.have.members(endpoints([...services]));
  });

  it("are not needed for functions, which AWS runs outside of the VPC", () => {
    for (const program of [dev, components])
      for (const { name, inputs } of program.all("lambda/function:Function"))
        expect(inputs, name).not.to.have.property("vpcConfig");
  });

  it("are, for nodes without a public address, all that their containers call themselves", () => {
    const multiNode = dev.all("JobDefinition").filter(({ inputs }) => inputs.type === "multinode");
    const workflows = multiNode.map(({ inputs }) => (inputs.tags as { workflow: string }).workflow);
    expect(workflows).not.to.deep.equal([]);
    const services = called(dev, (_, name) =>
      workflows.some((workflow) => [`${workflow}-stage`, `${workflow}-tenant`].includes(name)),
    );
    const [lambda, ...others] = components
      .all("VpcEndpoint")
      .filter(({ name }) => name.startsWith("public-nodes-"));
    expect(others).to.deep.equal([]);
    expect([String(lambda?.inputs.serviceName).split(".").at(-1), "s3", "dynamodb"]).to.have.members(
      endpoints(services),
    );
  });
});

function actionsOf({ Action }: Readonly<Record<string, unknown>>): string[] {
  return [Action].flat().map(String);
}

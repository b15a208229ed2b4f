import type { FunctionArgs } from "@pulumi/aws/lambda/function.js";
import { expect } from "chai";
import { judge, unknown } from "../../testing/policies/checking.ts";
import {
  containerWith,
  definitionWith,
  happyContainer,
  happyDefinition,
  nodesWith,
  tasksWith,
} from "../../testing/policies/happy.ts";
import { definitionWith as definitionOf, machineWith } from "../../testing/policies/machines.ts";
import { resourceType } from "../kit/resource-types.ts";
import { environmentSecrets as rule } from "./environment-secrets.ts";

describe("policy environment-secrets", () => {
  const password = { environment: [{ name: "DB_PASSWORD", value: "hunter2" }] };
  const functionWith = (variables: Record<string, string>) => ({
    type: resourceType<FunctionArgs>("aws:lambda/function:Function"),
    props: { role: "arn:aws:iam::000000000000:role/metadata", environment: { variables } },
  });

  it("is kept by variables that say where secrets are", () => {
    const secrets = [{ name: "DB_PASSWORD", valueFrom: "arn:aws:secretsmanager:eu-central-1:0:secret:db" }];
    const environment = [
      { name: "DB_SECRET", value: "arn:aws:secretsmanager:eu-central-1:000000000000:secret:db" },
      { name: "DB_PASSWORD_FILE", value: "db.txt" },
    ];
    for (const happy of [happyDefinition, containerWith({ secrets, environment })])
      expect(judge(rule, happy)).to.deep.equal({ violations: [], unjudged: [] });
    expect(judge(rule, functionWith({ TOKEN_TABLE: "tokens" })).violations).to.deep.equal([]);
  });

  it("refuses a password in the container of a job of any kind", () => {
    const expected = (path: string) => [`${path}.environment.DB_PASSWORD is a secret in plain text`];
    expect(judge(rule, containerWith(password)).violations).to.deep.equal(expected("containerProperties"));
    expect(judge(rule, nodesWith(happyContainer, password)).violations).to.deep.equal(
      expected("nodeProperties.nodeRangeProperties[1].container"),
    );
    expect(judge(rule, tasksWith(password)).violations).to.deep.equal(
      expected("ecsProperties.taskProperties[0].containers[0]"),
    );
  });

  it("refuses it in whichever case the names of properties are written", () => {
    const Environment = [{ Name: "DB_PASSWORD", Value: "hunter2" }];
    expect(judge(rule, containerWith({ environment: null, Environment })).violations).to.have.lengthOf(1);
  });

  it("refuses a key under a harmless name, and shows only what tells its issuer", () => {
    const environment = [{ name: "SOURCE", value: "https://shop:hunter2@suppliers.example/" }];
    expect(judge(rule, containerWith({ environment })).violations).to.deep.equal([
      "containerProperties.environment.SOURCE is a URL with a password in plain text",
    ]);
    expect(judge(rule, functionWith({ ID: `ghp_${"a1".repeat(18)}` })).violations).to.deep.equal([
      "environment.variables.ID is a GitHub token (ghp_…) in plain text",
    ]);
  });

  it("refuses it in parameters, commands and the options of log drivers", () => {
    expect(judge(rule, definitionWith({ parameters: { apiKey: "hunter2" } })).violations).to.deep.equal([
      "parameters.apiKey is a secret in plain text",
    ]);
    expect(
      judge(rule, containerWith({ command: ["fetch", "--password", "hunter2"] })).violations,
    ).to.deep.equal(["containerProperties.command has the value of password in plain text"]);
    const logConfiguration = { logDriver: "splunk", options: { "splunk-token": "hunter2" } };
    expect(judge(rule, containerWith({ logConfiguration })).violations).to.deep.equal([
      "containerProperties.logConfiguration.options.splunk-token is a secret in plain text",
    ]);
  });

  it("refuses it in what a state adds to a job's variables, and takes expressions for references", () => {
    const environmentOf = (Value: string) =>
      machineWith({
        definition: definitionOf({
          task: { Arguments: { ContainerOverrides: { Environment: [{ Name: "DB_PASSWORD", Value }] } } },
        }),
      });
    expect(judge<object>(rule, environmentOf("hunter2")).violations).to.deep.equal([
      "definition: Environment.DB_PASSWORD is a secret in plain text",
    ]);
    expect(judge<object>(rule, environmentOf("{% $password %}")).violations).to.deep.equal([]);
  });

  it("lets names be that are allowed", () => {
    expect(judge(rule, containerWith(password), { allowed: ["DB_PASSWORD"] }).violations).to.deep.equal([]);
  });

  it("says what it could not see, and judges the rest", () => {
    expect(
      judge(rule, definitionWith({ containerProperties: unknown, parameters: { token: "x" } })),
    ).to.deep.equal({
      violations: ["parameters.token is a secret in plain text"],
      unjudged: ["containerProperties"],
    });
    expect(judge(rule, functionWith({ TABLE: unknown, DB_PASSWORD: "hunter2" }))).to.deep.equal({
      violations: ["environment.variables.DB_PASSWORD is a secret in plain text"],
      unjudged: ["environment.variables.TABLE"],
    });
    expect(judge(rule, definitionWith({ parameters: { token: unknown } })).unjudged).to.deep.equal([
      "parameters.token",
    ]);
  });
});

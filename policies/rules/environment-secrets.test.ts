import type { FunctionArgs } from "@pulumi/aws/lambda/function.js";
import { expect } from "chai";
import { check, unknown } from "../../testing/policies/checking.ts";
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

  it("references to secrets: accepted", () => {
    const secrets = [{ name: "DB_PASSWORD", valueFrom: "arn:aws:secretsmanager:eu-central-1:0:secret:db" }];
    const environment = [
      { name: "DB_SECRET", value: "arn:aws:secretsmanager:eu-central-1:000000000000:secret:db" },
      { name: "DB_PASSWORD_FILE", value: "db.txt" },
    ];
    for (const happy of [happyDefinition, containerWith({ secrets, environment })])
      expect(check(rule, happy)).to.deep.equal({ violations: [], unchecked: [] });
    expect(check(rule, functionWith({ TOKEN_TABLE: "tokens" })).violations).to.deep.equal([]);
  });

  it("a password in the container of a job of any kind: refused", () => {
    const expected = (path: string) => [`${path}.environment.DB_PASSWORD`];
    expect(check(rule, containerWith(password)).violations).to.deep.equal(expected("containerProperties"));
    expect(check(rule, nodesWith(happyContainer, password)).violations).to.deep.equal(
      expected("nodeProperties.nodeRangeProperties[1].container"),
    );
    expect(check(rule, tasksWith(password)).violations).to.deep.equal(
      expected("ecsProperties.taskProperties[0].containers[0]"),
    );
  });

  it("property names in any case: refused alike", () => {
    const Environment = [{ Name: "DB_PASSWORD", Value: "hunter2" }];
    expect(check(rule, containerWith({ environment: null, Environment })).violations).to.have.lengthOf(1);
  });

  it("a key under a harmless name: refused", () => {
    const environment = [{ name: "SOURCE", value: "https://shop:hunter2@suppliers.example/" }];
    expect(check(rule, containerWith({ environment })).violations).to.deep.equal([
      "containerProperties.environment.SOURCE",
    ]);
    expect(check(rule, functionWith({ ID: `ghp_${"a1".repeat(18)}` })).violations).to.deep.equal([
      "environment.variables.ID",
    ]);
  });

  it("a secret in parameters, commands or log options: refused", () => {
    expect(check(rule, definitionWith({ parameters: { apiKey: "hunter2" } })).violations).to.deep.equal([
      "parameters.apiKey",
    ]);
    expect(
      check(rule, containerWith({ command: ["fetch", "--password", "hunter2"] })).violations,
    ).to.deep.equal(["containerProperties.command"]);
    const logConfiguration = { logDriver: "splunk", options: { "splunk-token": "hunter2" } };
    expect(check(rule, containerWith({ logConfiguration })).violations).to.deep.equal([
      "containerProperties.logConfiguration.options.splunk-token",
    ]);
  });

  it("variables that a state adds: refused, expressions are accepted", () => {
    const environmentOf = (Value: string) =>
      machineWith({
        definition: definitionOf({
          task: { Arguments: { ContainerOverrides: { Environment: [{ Name: "DB_PASSWORD", Value }] } } },
        }),
      });
    expect(check<object>(rule, environmentOf("hunter2")).violations).to.deep.equal([
      "definition Environment.DB_PASSWORD",
    ]);
    expect(check<object>(rule, environmentOf("{% $password %}")).violations).to.deep.equal([]);
  });

  it("allowed names: accepted", () => {
    expect(check(rule, containerWith(password), { allowed: ["DB_PASSWORD"] }).violations).to.deep.equal([]);
  });

  it("unknown values: unchecked, and the rest is checked", () => {
    expect(
      check(rule, definitionWith({ containerProperties: unknown, parameters: { token: "x" } })),
    ).to.deep.equal({
      violations: ["parameters.token"],
      unchecked: ["containerProperties"],
    });
    expect(check(rule, functionWith({ TABLE: unknown, DB_PASSWORD: "hunter2" }))).to.deep.equal({
      violations: ["environment.variables.DB_PASSWORD"],
      unchecked: ["environment.variables.TABLE"],
    });
    expect(check(rule, definitionWith({ parameters: { token: unknown } })).unchecked).to.deep.equal([
      "parameters.token",
    ]);
  });
});

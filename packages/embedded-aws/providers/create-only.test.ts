import { readFileSync } from "node:fs";
import { expect } from "chai";
import { z } from "zod";
import { embeddedServices } from "../services/index.ts";
import { createOnlyInputs } from "./create-only.ts";
import type { ResourceTypes } from "./resource-type.ts";

const root = new URL("../../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");
const tables: ResourceTypes<never> = Object.assign(
  {},
  ...embeddedServices.map((service) => ("resources" in service ? service.resources : {})),
);
const types = Object.keys(tables);
/** The type's arguments in the SDK. */
const argsOf = (type: string) => {
  const [, module = "", className = ""] = type.split(":");
  const declarations = read(`node_modules/@pulumi/aws/${module}.d.ts`);
  return declarations.slice(declarations.indexOf(`interface ${className}Args {`));
};
const listed = (type: string) => createOnlyInputs(type).filter((input) => input !== "region");
const paths = z.record(
  z.string(),
  z.string().transform((text) => text.split(" ").filter((path) => path !== "" && !/Prefix$/.test(path))),
);
const cloudFormation = z
  .object({ createOnlyProperties: paths, conditionalCreateOnlyProperties: paths })
  .parse(JSON.parse(read("packages/embedded-aws/testing/cloudformation-create-only.json")));

describe("create-only inputs", () => {
  it("are inputs of the AWS provider's SDK", () => {
    for (const type of types.filter((token) => token.startsWith("aws:"))) {
      for (const input of listed(type)) {
        const [name = ""] = input.split(".");
        expect(argsOf(type), `${type} ${input}`).to.match(new RegExp(`^ {4}${name}\\??: `, "m"));
      }
    }
  });

  it("are all inputs of a type that has no update", () => {
    const fixed = Object.entries(tables).filter(([, { update }]) => update === undefined);
    expect(fixed.map(([type]) => type)).to.have.members([
      "aws:ecr/lifecyclePolicy:LifecyclePolicy",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      "aws:lambda/permission:Permission",
    ]);
    for (const [type] of fixed) {
      const inputs = [...argsOf(type).matchAll(/^ {4}(\w+)\??: /gm)].map(([, name]) => name);
      expect(createOnlyInputs(type)).to.include.members(inputs);
    }
  });

  it("are known for every type but an internet gateway, which has none", () => {
    expect(types.filter((type) => listed(type).length === 0)).to.deep.equal([
      "aws:ec2/internetGateway:InternetGateway",
    ]);
  });

  it("differ from CloudFormation's as docs/local.md lists", () => {
    const differences = Object.entries(cloudFormation.createOnlyProperties).flatMap(([type, theirs]) => {
      const ours = listed(type).filter((input) => !/Prefix$/.test(input));
      const conditional = cloudFormation.conditionalCreateOnlyProperties[type] ?? [];
      const missingIn = (inputs: readonly string[]) => (path: string) =>
        !inputs.some((input) => `${path}.`.startsWith(`${input}.`) || input.startsWith(`${path}.`));
      const onlyOurs = ours.filter(missingIn([...theirs, ...conditional]));
      const onlyTheirs = theirs.filter(missingIn(ours));
      if (onlyOurs.length === 0 && onlyTheirs.length === 0) return [];
      const cells = [onlyOurs, onlyTheirs].map((inputs) => inputs.map((input) => `\`${input}\``).join(", "));
      return [`| ${[`\`${type.replace(/^.*:/, "")}\``, ...cells].join(" | ")} |`];
    });
    const [, table = ""] = read("docs/local.md").split(
      "| type | only the provider replaces | only CloudFormation replaces |\n|---|---|---|\n",
    );
    expect(table.split("\n\n")[0]?.split("\n")).to.deep.equal(differences);
  });
});

import { readFile } from "node:fs/promises";
import * as index from "@batchline/states";
import {
  Block,
  DynamoDb,
  Ecs,
  Events,
  Executions,
  Glue,
  ItemSource,
  operations,
  S3,
  Ses,
  Sns,
  Sqs,
} from "@batchline/states/testing";
import { expect } from "chai";

const services = {
  dynamodb: DynamoDb,
  ecs: Ecs,
  events: Events,
  executions: Executions,
  glue: Glue,
  s3: S3,
  ses: Ses,
  sns: Sns,
  sqs: Sqs,
};
/** Of a block, for what makes states on top of its methods. */
const internal = ["add", "refuseUnlessOpen", "nested"];

const namesIn = (prototype: object) =>
  Object.getOwnPropertyNames(prototype).filter((name) => name !== "constructor" && !internal.includes(name));

describe("the reference", () => {
  it("has every function, state, task and operation", async () => {
    const page = await readFile("docs/states-reference.md", "utf8");
    const documented = (name: string) =>
      new RegExp(`\`[^\`|]*(?<![\\w.])${name.replaceAll(".", "\\.")}(?!\\w)`).test(page);
    const wanted = [
      ...Object.keys(index).filter((name) => name !== "jobInCause"),
      ...Object.keys(operations),
      ...namesIn(Block.prototype).filter((name) => !Object.hasOwn(services, name)),
      ...namesIn(ItemSource.prototype).map((name) => `.${name}`),
      ...Object.entries(services).flatMap(([service, { prototype }]) =>
        namesIn(prototype).map((name) => `${service}.${name}`),
      ),
    ];
    expect(wanted.filter((name) => !documented(name))).to.deep.equal([]);
    const getters = Object.entries(Object.getOwnPropertyDescriptors(Block.prototype));
    expect(
      getters.filter(([name, { get }]) => get && name !== "context").map(([name]) => name),
    ).to.have.members(Object.keys(services));
  });
});

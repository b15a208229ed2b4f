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

const ownNames = (prototype: object) =>
  Object.getOwnPropertyNames(prototype).filter((name) => name !== "constructor");
/** A block has its tasks from the class that it extends. */
const blockPrototypes: readonly object[] = [Block.prototype, Object.getPrototypeOf(Block.prototype)];

describe("the builder's reference", () => {
  it("lists every function, state, task and operation", async () => {
    const page = await readFile("docs/states-reference.md", "utf8");
    const documented = (name: string) =>
      new RegExp(`\`[^\`|]*(?<![\\w.])${name.replaceAll(".", "\\.")}(?!\\w)`).test(page);
    const wanted = [
      ...Object.keys(index),
      ...Object.keys(operations),
      ...blockPrototypes.flatMap(ownNames).filter((name) => !Object.hasOwn(services, name)),
      ...ownNames(ItemSource.prototype).map((name) => `.${name}`),
      ...Object.entries(services).flatMap(([service, { prototype }]) =>
        ownNames(prototype).map((name) => `${service}.${name}`),
      ),
    ];
    expect(wanted.filter((name) => !documented(name))).to.deep.equal([]);
    const getters = blockPrototypes.flatMap((prototype) =>
      Object.entries(Object.getOwnPropertyDescriptors(prototype)),
    );
    expect(
      getters.filter(([name, { get }]) => get && name !== "context").map(([name]) => name),
    ).to.have.members(Object.keys(services));
  });
});

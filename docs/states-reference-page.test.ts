import { readFile } from "node:fs/promises";
import * as index from "@batchline/states";
import { build } from "@batchline/states/build";
import { Block, ItemSource, operations } from "@batchline/states/testing";
import { expect } from "chai";

const ownNames = (prototype: object) =>
  Object.getOwnPropertyNames(prototype).filter((name) => name !== "constructor");

/** The methods of each service's tasks, as `service.method`. */
function serviceMethods(): string[] {
  const found: string[] = [];
  const describe = (m: index.Machine<unknown>) => {
    for (const [service, tasks] of Object.entries(m)) {
      found.push(...ownNames(Object.getPrototypeOf(tasks)).map((method) => `${service}.${method}`));
    }
    m.succeed("Done");
  };
  build(index.machine(describe));
  return found;
}

describe("the builder's reference", () => {
  it("lists every function, state, task and operation", async () => {
    const page = await readFile("docs/states-reference.md", "utf8");
    const documented = (name: string) =>
      new RegExp(`\`[^\`|]*(?<![\\w.])${name.replaceAll(".", "\\.")}(?!\\w)`).test(page);
    const wanted = [
      ...Object.keys(index),
      ...Object.keys(operations),
      ...ownNames(Block.prototype),
      ...ownNames(Object.getPrototypeOf(Block.prototype)),
      ...ownNames(ItemSource.prototype).map((name) => `.${name}`),
      ...serviceMethods(),
    ];
    expect(wanted).to.include.members(["invoke", "choose", "sns.publish", "ses.sendEmail"]);
    expect(wanted.filter((name) => !documented(name))).to.deep.equal([]);
  });
});

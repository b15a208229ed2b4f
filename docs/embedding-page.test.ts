import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { operateRights, readRights, reproduceRights } from "../contract/people-rights.ts";
import { checkout, fixtureProgram } from "../testing/checkout.ts";

const page = readFileSync(join(checkout, "docs", "embedding.md"), "utf8");

describe("docs/embedding.md", () => {
  it("shows lines of the program that a test deploys", () => {
    const program = readFileSync(join(fixtureProgram("embedding"), "index.ts"), "utf8").split("\n");
    const shown = [...page.matchAll(/```ts\n(.*?)```/gs)].flatMap(([, block = ""]) => block.split("\n"));
    expect(shown.length).to.be.greaterThan(10);
    expect(shown.filter((line) => !program.includes(line))).to.deep.equal([]);
  });

  it("names every action that people get", () => {
    const granted = { grantRead: readRights, grantOperate: operateRights, grantReproduce: reproduceRights };
    for (const [method, rights] of Object.entries(granted)) {
      const row = page.split("\n").find((line) => line.startsWith(`| \`${method}\``));
      const named = [...(row ?? "").matchAll(/`(?:\w+:)?([A-Z]\w+)`/g)].map(([, action]) => action);
      const actions = rights.flatMap(({ actions }) => actions).map((action) => action.split(":")[1]);
      expect(named, method).to.have.members([...new Set(actions)]);
    }
  });
});

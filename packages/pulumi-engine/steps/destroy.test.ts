import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { type Declared, FakeStack } from "../testing/fake-stack.ts";
import { destroyStack } from "./destroy.ts";
import type { Step } from "./step.ts";

describe("destroying a stack", () => {
  const box: Declared = { name: "box", kind: "component", type: "cloud:index:Box" };
  let stack: FakeStack;
  beforeEach(() => {
    stack = new FakeStack();
  });
  const destroy = async (preview = false) => {
    const steps: string[] = [];
    const onStep = ({ operation, urn }: Step, phase: string) => {
      if (phase === "planned") steps.push(`${operation} ${urn.slice(urn.lastIndexOf("::") + 2)}`);
    };
    const kept = await destroyStack({ provider: stack.cloud, state: stack.state, preview, onStep });
    return { steps, kept: kept.map(({ name }) => name) };
  };

  it("deletes all of it, dependents first, and leaves an empty state", async () => {
    await stack.up([box, { name: "net", parent: "box" }, { name: "web", uses: ["net"] }]);
    const { steps, kept } = await destroy();
    expect(steps).to.deep.equal([
      "delete web",
      "delete net",
      "delete box",
      "delete shop-dev",
      "delete default",
    ]);
    expect(kept).to.deep.equal([]);
    expect(stack.state.resources).to.deep.equal([]);
    expect(stack.cloud.resources.size).to.equal(0);
  });

  it("leaves the protected resources and what they need", async () => {
    await stack.up([
      box,
      { name: "net", parent: "box" },
      { name: "data", uses: ["net"], options: { protect: true } },
      { name: "web", uses: ["data"] },
    ]);
    const { steps, kept } = await destroy();
    expect(steps).to.deep.equal(["delete web"]);
    expect(kept).to.deep.equal(["shop-dev", "box", "default", "net", "data"]);
    expect(stack.resources.map(({ name }) => name)).to.deep.equal(["box", "net", "data"]);
  });

  it("keeps in the state what could not be deleted, and can be repeated", async () => {
    await stack.up([{ name: "net" }, { name: "web", uses: ["net"] }, { name: "cdn", uses: ["web"] }]);
    stack.cloud.broken.add("delete web");
    expect((await rejection(destroy())).message).to.include('"web": delete fails');
    expect(stack.resources.map(({ name }) => name)).to.deep.equal(["net", "web"]);
    stack.cloud.broken.clear();
    expect((await destroy()).kept).to.deep.equal([]);
  });

  it("only plans it in a preview", async () => {
    await stack.up([{ name: "net" }]);
    const { resources } = stack.state;
    expect((await destroy(true)).steps).to.include("delete net");
    expect(stack.state.resources).to.equal(resources);
    expect(stack.cloud.resources.size).to.equal(1);
  });

  describe("with its program", () => {
    it("follows what the program protects now, and calls its hooks", async () => {
      const hooks = { BeforeDelete: ["ask"] };
      stack.hooks = [{ name: "ask", onDryRun: false, ignoreErrors: false, call: async () => void asked++ }];
      let asked = 0;
      await stack.up([
        { name: "net", options: { protect: true } },
        { name: "web", uses: ["net"] },
      ]);
      const { operations, kept } = await stack.destroy([
        { name: "net", options: { hooks } },
        { name: "web", options: { protect: false } },
      ]);
      expect(operations).to.deep.equal(["delete web", "delete net"]);
      expect([kept, asked]).to.deep.equal([[], 1]);
    });

    it("gives the program the outputs of the state, and changes and creates nothing", async () => {
      await stack.up([{ name: "net", inputs: { size: 1 } }]);
      stack.cloud.log.length = 0;
      const { byName } = await stack.destroy([
        { name: "lan", inputs: { size: 2 }, options: { aliases: [{ name: "net" }] } },
        { name: "new", uses: ["lan"] },
      ]);
      expect(byName.get("lan")?.outputs).to.include({ size: 1, version: 1 });
      expect(byName.get("new")).to.not.have.property("id");
      expect(stack.cloud.log.map((entry) => entry.replace(/-.*/, ""))).to.deep.equal(["delete net"]);
      expect(stack.state.resources).to.deep.equal([]);
    });
  });
});

import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { type PropertyMap, unknown } from "../protocol/property.ts";
import { ResourceFailure } from "../registrations/resource-failure.ts";
import { stackType } from "../registrations/urn.ts";
import { type Declared, FakeStack, nameOf, registration } from "../testing/fake-stack.ts";

describe("a second deployment", () => {
  let stack: FakeStack;
  beforeEach(() => {
    stack = new FakeStack();
  });
  const names = () => stack.resources.map(({ name, pendingDelete }) => (pendingDelete ? `-${name}` : name));

  describe("of the same program", () => {
    const program: readonly Declared[] = [
      { name: "net" },
      { name: "box", kind: "component", type: "cloud:index:Box", inputs: { a: 1 } },
      { name: "web", uses: ["net"], parent: "box" },
    ];
    it("changes nothing and returns the same outputs", async () => {
      const first = await stack.up(program);
      const log = stack.cloud.log.length;
      const second = await stack.up(program);
      expect(second.operations).to.deep.equal(["same net", "same box", "same web"]);
      expect(second.byName.get("web")).to.deep.equal(first.byName.get("web"));
      expect(stack.cloud.log).to.have.length(log);
    });

    it("does not write the state again", async () => {
      await stack.up(program);
      let saves = 0;
      const save = async () => void saves++;
      await stack.up(program, { state: { resources: stack.state.resources, save } });
      expect(saves).to.equal(0);
    });
  });

  describe("of a changed program", () => {
    it("updates in place, and passes the new outputs to dependents", async () => {
      await stack.up([{ name: "net", inputs: { size: 1 } }]);
      const { steps } = await stack.up([{ name: "net", inputs: { size: 2 } }]);
      expect(steps).to.have.length(1);
      expect(steps[0]).to.deep.include({ operation: "update", changed: ["size"], replaces: [] });
      expect(stack.resources[0]).to.deep.include({ id: steps[0]?.old?.id });
      expect(stack.resources[0]?.outputs).to.include({ size: 2, version: 2 });
    });

    it("replaces by creating first; dependents change before the old one is deleted", async () => {
      const program = (zone: string): Declared[] => [
        { name: "net", inputs: { zone } },
        { name: "web", uses: ["net"] },
      ];
      await stack.up(program("a"));
      const { operations } = await stack.up(program("b"));
      expect(operations).to.deep.equal([
        "create-replacement net",
        "replace net",
        "update web",
        "delete-replaced net",
      ]);
      expect(names()).to.deep.equal(["net", "web"]);
      expect(stack.cloud.resources.size).to.equal(2);
    });

    it("deletes first if the provider or the program says so, dependents before it", async () => {
      const program = (zone: string): Declared[] => [
        { name: "net", inputs: { zone, fixed: true, name: "net" } },
        { name: "web", uses: ["net"], options: { replaceOnChanges: ["uses"] } },
        { name: "log", uses: ["net"], options: { retainOnDelete: true } },
        { name: "cdn", uses: ["web"], options: { replaceOnChanges: ["uses"] } },
      ];
      await stack.up(program("a"));
      // `log` uses the network and is not replaced: the cloud would refuse.
      stack.cloud.resources.delete(String(stack.resources.find(({ name }) => name === "log")?.id));
      const { operations } = await stack.up(program("b"));
      expect(operations).to.deep.equal([
        "delete-replaced cdn",
        "delete-replaced web",
        "delete-replaced net",
        "replace net",
        "create-replacement net",
        "replace web",
        "create-replacement web",
        "same log",
        "replace cdn",
        "create-replacement cdn",
      ]);
    });

    it("deletes what is gone, in reverse order", async () => {
      await stack.up([{ name: "net" }, { name: "web", uses: ["net"] }, { name: "cdn", uses: ["web"] }]);
      const { operations } = await stack.up([{ name: "net" }]);
      expect(operations).to.deep.equal(["same net", "delete cdn", "delete web"]);
      expect(names()).to.deep.equal(["net"]);
    });

    it("deletes children of a component before the component", async () => {
      const box = { name: "box", kind: "component", type: "cloud:index:Box" } as const;
      await stack.up([box, { name: "web", parent: "box" }]);
      expect((await stack.up([])).operations).to.deep.equal(["delete web", "delete box"]);
    });

    it("gives a replacement another name, and a first deployment always the same", async () => {
      await stack.up([{ name: "net", inputs: { zone: "a" } }]);
      const [first] = stack.cloud.resources.keys();
      await stack.up([{ name: "net", inputs: { zone: "b" } }]);
      const [second] = stack.cloud.resources.keys();
      expect(second).to.not.equal(first);
      const other = new FakeStack();
      await other.up([{ name: "net", inputs: { zone: "b" } }]);
      expect([...other.cloud.resources.keys()]).to.deep.equal([first]);
    });

    it("diffs and deletes the children of a remote component", async () => {
      const remote = { name: "vpc", kind: "remote", type: "cloud:index:Vpc" } as const;
      const first = await stack.up([{ ...remote, inputs: { size: 1 } }]);
      expect(first.operations).to.deep.equal(["create vpc", "create vpc-inner"]);
      expect(first.byName.get("vpc")?.outputs).to.have.property("innerId");
      const second = await stack.up([{ ...remote, inputs: { size: 2 } }]);
      expect(second.operations).to.deep.equal(["update vpc", "update vpc-inner"]);
      expect(stack.resources.map(({ parent }) => nameOf(parent ?? ""))).to.deep.equal(["shop-dev", "vpc"]);
      expect((await stack.up([])).operations).to.deep.equal(["delete vpc-inner", "delete vpc"]);
      expect(stack.cloud.resources.size).to.equal(0);
    });
  });

  describe("with a failure", () => {
    it("keeps what was done, starts no more steps, and goes on from there", async () => {
      const program: Declared[] = [{ name: "net" }, { name: "web", uses: ["net"] }, { name: "cdn" }];
      stack.cloud.broken.add("create web");
      const failure = await rejection(stack.up(program));
      expect(failure).to.be.instanceOf(ResourceFailure);
      expect(failure.message).to.equal('cloud:index:Thing "web": create fails');
      expect(names()).to.deep.equal(["net"]);
      stack.cloud.broken.clear();
      const { operations } = await stack.up(program);
      expect(operations).to.deep.equal(["same net", "create web", "create cdn"]);
    });

    it("keeps the outputs of the stack until a program ends well without them", async () => {
      const report = async (outputs: PropertyMap, endsWell: boolean) => {
        const deployment = stack.deployment({});
        const given = { name: "shop-dev", type: stackType, kind: "component" } as const;
        const { urn } = await deployment.register(registration(given, new Map()));
        await deployment.registerOutputs(urn, outputs, []);
        if (endsWell) await deployment.finish();
        return stack.state.resources.find(({ type }) => type === stackType)?.outputs;
      };
      await report({ table: "t-1", queue: "q-1" }, true);
      expect(await report({ table: "t-2" }, false)).to.deep.equal({ table: "t-2", queue: "q-1" });
      expect(await report({}, false)).to.deep.equal({ table: "t-2", queue: "q-1" });
      expect(await report({ table: "t-2" }, true)).to.deep.equal({ table: "t-2" });
    });

    it("finishes pending deletions of an interrupted deployment", async () => {
      const program = (zone: string): Declared[] => [{ name: "net", inputs: { zone } }];
      await stack.up(program("a"));
      stack.cloud.broken.add("delete net");
      await rejection(stack.up(program("b")));
      expect(names()).to.deep.equal(["net", "-net"]);
      stack.cloud.broken.clear();
      const { operations } = await stack.up(program("b"));
      expect(operations).to.deep.equal(["same net", "delete-replaced net"]);
      expect(names()).to.deep.equal(["net"]);
    });

    it("creates again what was deleted first", async () => {
      const program = (zone: string): Declared[] => [
        { name: "net", inputs: { zone }, options: { deleteBeforeReplace: true } },
      ];
      await stack.up(program("a"));
      stack.cloud.broken.add("create net");
      await rejection(stack.up(program("b")));
      expect(stack.resources).to.have.length(1);
      expect(stack.resources[0]).to.include({ pendingReplacement: true });
      stack.cloud.broken.clear();
      expect((await stack.up(program("b"))).operations).to.deep.equal([
        "replace net",
        "create-replacement net",
      ]);
      expect(stack.resources[0]).to.not.have.property("pendingReplacement");
    });

    it("forgets what was deleted first if the program no longer has it", async () => {
      await stack.up([{ name: "net", inputs: { zone: "a" }, options: { deleteBeforeReplace: true } }]);
      stack.cloud.broken.add("create net");
      await rejection(
        stack.up([{ name: "net", inputs: { zone: "b" }, options: { deleteBeforeReplace: true } }]),
      );
      expect((await stack.up([])).operations).to.deep.equal(["remove-pending-replace net"]);
      expect(names()).to.deep.equal([]);
    });

    it("fails with each reason of a check", async () => {
      const failure = await rejection(stack.up([{ name: "net", inputs: { size: 0 } }]));
      expect(failure.message).to.equal('cloud:index:Thing "net": size: it is at least 1');
    });
  });
});

describe("a preview", () => {
  it("knows the outputs of unchanged resources, and of updates what they do not compute anew", async () => {
    const stack = new FakeStack();
    const program = (size: number): Declared[] => [{ name: "net" }, { name: "web", inputs: { size } }];
    await stack.up(program(1));
    const { byName } = await stack.preview([...program(2), { name: "new" }]);
    const [net, web] = stack.resources;
    expect(byName.get("net")?.outputs).to.deep.equal(net?.outputs);
    expect(byName.get("web")).to.deep.include({ id: web?.id });
    expect(byName.get("web")?.outputs).to.include({ arn: web?.outputs.arn, size: 2, version: unknown });
    expect(byName.get("new")).to.not.have.property("id");
  });

  it("plans the steps of the deployment, and changes nothing", async () => {
    const stack = new FakeStack();
    const before: Declared[] = [
      { name: "net", inputs: { zone: "a" } },
      { name: "web", uses: ["net"], inputs: { size: 1 } },
      { name: "old" },
      { name: "top", inputs: { zone: "a" }, options: { deleteBeforeReplace: true } },
    ];
    const after: Declared[] = [
      { name: "net", inputs: { zone: "b" } },
      { name: "web", uses: ["net"], inputs: { size: 2 } },
      { name: "top", inputs: { zone: "b" }, options: { deleteBeforeReplace: true } },
      { name: "new" },
    ];
    await stack.up(before);
    const { resources } = stack.state;
    const log = stack.cloud.log.length;
    const planned = await stack.preview(after);
    expect(stack.state.resources).to.equal(resources);
    expect(stack.cloud.log).to.have.length(log);
    expect(planned.operations).to.deep.equal((await stack.up(after)).operations);
  });

  it("of a new stack needs no provider", async () => {
    const stack = new FakeStack();
    const { operations } = await stack.preview([{ name: "net" }], { provider: undefined });
    expect(operations).to.deep.equal(["create net"]);
  });
});

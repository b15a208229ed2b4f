import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import type { RegisteredOptions } from "../registrations/registration.ts";
import { type Declared, FakeStack, urnOf } from "../testing/fake-stack.ts";

/** One resource, whose zone is create-only. */
const net = (zone: string, options: RegisteredOptions = {}): Declared => ({
  name: "net",
  inputs: { zone },
  options,
});

describe("the resource option", () => {
  let stack: FakeStack;
  beforeEach(() => {
    stack = new FakeStack();
  });

  describe("protect", () => {
    const isProtected = { protect: true };
    it("refuses deletion, in Pulumi's words", async () => {
      await stack.up([net("a", isProtected)]);
      const failure = await rejection(stack.up([]));
      expect(failure).to.have.property("code", "BL-E014");
      expect(failure.message).to.equal(
        `resource "${urnOf({ name: "net" })}" cannot be deleted because it is protected. To unprotect the resource, ` +
          "remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`",
      );
      expect(stack.resources).to.have.length(1);
    });

    it("refuses replacement before anything is created", async () => {
      await stack.up([net("a", isProtected)]);
      const failure = await rejection(stack.up([net("b", isProtected)]));
      expect(failure.message).to.match(/^unable to replace resource ".*::net" as it is currently marked/);
      expect(stack.cloud.resources.size).to.equal(1);
    });

    it("may be removed together with the replacement", async () => {
      await stack.up([net("a", isProtected)]);
      const { operations } = await stack.up([net("b")]);
      expect(operations).to.deep.equal(["create-replacement net", "replace net", "delete-replaced net"]);
    });

    it("refuses the replacement of another resource that it depends on", async () => {
      const program = (zone: string): Declared[] => [
        net(zone, { deleteBeforeReplace: true }),
        { name: "web", uses: ["net"], options: { protect: true, replaceOnChanges: ["uses"] } },
      ];
      await stack.up(program("a"));
      const failure = await rejection(stack.up(program("b")));
      expect(failure.message).to.match(/replace resource ".*::web" as part of replacing ".*::net"/);
      expect(stack.cloud.resources.size).to.equal(2);
    });

    it("fails a preview after its last step", async () => {
      await stack.up([net("a", isProtected), { name: "web" }]);
      const planned: string[] = [];
      const onStep = ({ operation }: { readonly operation: string }) => planned.push(operation);
      expect(await rejection(stack.preview([], { onStep }))).to.have.property("code", "BL-E014");
      expect(planned.filter((operation) => operation === "delete").length).to.be.greaterThan(1);
    });
  });

  it("retainOnDelete forgets a resource that stays in the cloud", async () => {
    await stack.up([net("a", { retainOnDelete: true })]);
    expect((await stack.up([])).operations).to.deep.equal(["delete net"]);
    expect(stack.resources).to.deep.equal([]);
    expect(stack.cloud.resources.size).to.equal(1);
    await stack.up([net("a")]);
    expect(stack.cloud.resources.size).to.equal(2);
  });

  describe("ignoreChanges", () => {
    it("keeps the old value at its paths", async () => {
      const program = (size: number): Declared[] => [
        {
          name: "net",
          inputs: { size, tags: { a: size, b: size } },
          options: { ignoreChanges: ["size", "tags.a"] },
        },
      ];
      await stack.up(program(1));
      const { steps } = await stack.up(program(2));
      expect(steps[0]).to.deep.include({ operation: "update", changed: ["tags.b"] });
      expect(stack.resources[0]?.inputs).to.deep.include({ size: 1, tags: { a: 1, b: 2 } });
    });

    it("has no effect on a new resource", async () => {
      await stack.up([{ name: "net", inputs: { size: 3 }, options: { ignoreChanges: ["size"] } }]);
      expect(stack.resources[0]?.inputs).to.include({ size: 3 });
    });
  });

  it("replaceOnChanges replaces what could be updated", async () => {
    const program = (size: number): Declared[] => [
      { name: "net", inputs: { tags: { size } }, options: { replaceOnChanges: ["tags"] } },
    ];
    await stack.up(program(1));
    const { steps } = await stack.up(program(2));
    expect(steps[0]).to.deep.include({ operation: "create-replacement", replaces: ["tags.size"] });
  });

  it("deleteBeforeReplace: false creates first, whatever the provider says", async () => {
    const program = (zone: string): Declared[] => [
      { name: "net", inputs: { zone, fixed: true }, options: { deleteBeforeReplace: false } },
    ];
    await stack.up(program("a"));
    const { operations } = await stack.up(program("b"));
    expect(operations).to.deep.equal(["create-replacement net", "replace net", "delete-replaced net"]);
  });

  it("deletedWith leaves the deletion to the other resource", async () => {
    const program: Declared[] = [net("a"), { name: "web", options: { deletedWith: urnOf({ name: "net" }) } }];
    await stack.up(program);
    stack.cloud.log.length = 0;
    const { operations } = await stack.up([]);
    expect(operations).to.deep.equal(["delete web", "delete net"]);
    expect(stack.cloud.log.map((entry) => entry.replace(/-.*/, ""))).to.deep.equal(["delete net"]);
  });

  it("deletedWith leaves the deletion to a resource that is deleted for its replacement", async () => {
    const program = (zone: string): Declared[] => [
      net(zone, { deleteBeforeReplace: true }),
      { name: "web", options: { deletedWith: urnOf({ name: "net" }) } },
    ];
    await stack.up(program("a"));
    stack.cloud.log.length = 0;
    await stack.up(program("b"));
    const calls = stack.cloud.log.map((entry) => entry.replace(/-.*/, ""));
    expect(calls).to.deep.equal(["delete net", "create net", "create web"]);
  });

  it("deletedWith and replaceWith replace a resource together with another", async () => {
    const tied = [urnOf({ name: "net" })];
    const program = (zone: string): Declared[] => [
      net(zone),
      { name: "web", options: { deletedWith: tied[0] ?? "" } },
      { name: "cdn", options: { replaceWith: tied } },
    ];
    await stack.up(program("a"));
    const { steps } = await stack.up(program("b"));
    const replaced = steps.filter(({ operation }) => operation === "replace");
    expect(replaced.map(({ replaces }) => replaces)).to.deep.equal([
      ["zone"],
      ["deletedWith"],
      ["replaceWith"],
    ]);
  });

  it("replaceWith deletes first together with the other resource", async () => {
    const program = (zone: string): Declared[] => [
      net(zone, { deleteBeforeReplace: true }),
      { name: "cdn", options: { replaceWith: [urnOf({ name: "net" })] } },
    ];
    await stack.up(program("a"));
    const { operations } = await stack.up(program("b"));
    expect(operations.slice(0, 2)).to.deep.equal(["delete-replaced cdn", "delete-replaced net"]);
    expect(operations.slice(-2)).to.deep.equal(["replace cdn", "create-replacement cdn"]);
  });

  it("replacementTrigger replaces when it changes, not when it is new", async () => {
    await stack.up([net("a")]);
    expect((await stack.up([net("a", { replacementTrigger: 1 })])).operations).to.deep.equal(["same net"]);
    expect((await stack.up([net("a", { replacementTrigger: 2 })])).operations).to.include("replace net");
  });

  describe("aliases", () => {
    const former = urnOf({ name: "net" });
    it("continues a resource by its former URN or by what changed", async () => {
      await stack.up([{ name: "net" }]);
      const id = stack.resources[0]?.id;
      expect((await stack.up([{ name: "web", options: { aliases: [former] } }])).operations).to.deep.equal([
        "same web",
      ]);
      expect(stack.resources.map((resource) => [resource.urn, resource.id])).to.deep.equal([
        [urnOf({ name: "web" }), id],
      ]);
      const { operations } = await stack.up([{ name: "cdn", options: { aliases: [{ name: "web" }] } }]);
      expect(operations).to.deep.equal(["same cdn"]);
    });

    it("passes from a component to its children, whose names start with the component's", async () => {
      const type = "cloud:index:Box";
      const box = (name: string, options: RegisteredOptions = {}): Declared[] => [
        { name, type, kind: "component", options },
        { name: `${name}-inner`, parent: name },
        { name: "other", parent: name },
      ];
      await stack.up(box("net"));
      const { operations } = await stack.up(box("web", { aliases: [{ name: "net" }] }));
      expect(operations).to.deep.equal(["same web", "same web-inner", "same other"]);
    });

    it("renames the resource for what is not registered again", async () => {
      await stack.up([{ name: "net" }, { name: "web", uses: ["net"] }]);
      stack.cloud.broken.add("delete web");
      await rejection(stack.up([{ name: "lan", options: { aliases: [former] } }]));
      const web = stack.resources.find(({ name }) => name === "web");
      expect(web?.dependencies).to.deep.equal([urnOf({ name: "lan" })]);
      expect(web?.propertyDependencies).to.deep.equal({ uses: [urnOf({ name: "lan" })] });
    });

    it("of two resources cannot be the same", async () => {
      await stack.up([{ name: "net" }]);
      const options = { aliases: [former] };
      const taken = await rejection(stack.up([{ name: "net" }, { name: "b", options }]));
      expect(taken).to.have.property("code", "BL-E017");
      const twice = await rejection(
        stack.up([
          { name: "a", options },
          { name: "b", options },
        ]),
      );
      expect(twice).to.have.property("code", "BL-E017");
    });
  });
});

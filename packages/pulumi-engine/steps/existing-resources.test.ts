import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { type Declared, FakeStack } from "../testing/fake-stack.ts";

describe("the resource option import", () => {
  let stack: FakeStack;
  beforeEach(() => {
    stack = new FakeStack();
    stack.cloud.resources.set("made-by-hand", { name: "made-by-hand", size: 1 });
  });
  const imported = (size: number, importId = "made-by-hand"): Declared => ({
    ...{ name: "net", inputs: { name: importId, size } },
    options: { importId },
  });

  it("takes an existing resource over", async () => {
    expect((await stack.up([imported(1)])).operations).to.deep.equal(["import net"]);
    expect(stack.resources[0]).to.include({ id: "made-by-hand" });
    expect((await stack.up([imported(1)])).operations).to.deep.equal(["same net"]);
    expect(stack.cloud.log).to.deep.equal([]);
  });

  it("updates what differs from the program", async () => {
    expect((await stack.up([imported(2)])).operations).to.deep.equal(["import net", "update net"]);
    expect(stack.cloud.resources.get("made-by-hand")).to.include({ size: 2 });
  });

  it("of another id replaces the resource", async () => {
    await stack.up([{ name: "net" }]);
    const { operations } = await stack.up([imported(1)]);
    expect(operations).to.deep.equal(["import-replacement net", "replace net", "delete-replaced net"]);
    expect([...stack.cloud.resources.keys()]).to.deep.equal(["made-by-hand"]);
  });

  it("is refused if there is no such resource, or if it would be replaced", async () => {
    const missing = await rejection(stack.up([imported(1, "missing")]));
    expect(missing.message).to.equal("cloud:index:Thing \"net\": resource 'missing' does not exist");
    const declared = { ...imported(1), inputs: { name: "made-by-hand", zone: "b" } };
    expect((await rejection(stack.up([declared]))).message).to.match(
      /that still specify an ID may not be replaced/,
    );
  });
});

describe("a resource that the program reads", () => {
  let stack: FakeStack;
  beforeEach(() => {
    stack = new FakeStack();
    stack.cloud.resources.set("elsewhere", { name: "elsewhere" });
  });
  const read: Declared = { name: "net", readId: "elsewhere" };

  it("is in the state, is read each time, and is never deleted", async () => {
    const first = await stack.up([read]);
    expect(first.operations).to.deep.equal(["read net"]);
    expect(stack.resources[0]).to.include({ external: true, id: "elsewhere" });
    expect((await stack.up([read])).operations).to.deep.equal(["read net"]);
    expect((await stack.up([])).operations).to.deep.equal(["discard net"]);
    expect(stack.cloud.resources.size).to.equal(1);
  });

  it("fails if it does not exist", async () => {
    const failure = await rejection(stack.up([{ name: "net", readId: "missing" }]));
    expect(failure.message).to.match(/resource 'missing' does not exist$/);
  });

  it("replaces a resource of the stack, which is then deleted", async () => {
    await stack.up([{ name: "net" }]);
    expect((await stack.up([read])).operations).to.deep.equal([
      "read-replacement net",
      "replace net",
      "delete-replaced net",
    ]);
    expect([...stack.cloud.resources.keys()]).to.deep.equal(["elsewhere"]);
  });

  it("becomes a resource of the stack as a new one", async () => {
    await stack.up([read]);
    const { operations } = await stack.up([{ name: "net" }]);
    expect(operations).to.deep.equal(["create-replacement net", "replace net", "discard-replaced net"]);
    expect(stack.cloud.resources.size).to.equal(2);
  });

  it("is unknown in a preview that would create what it depends on", async () => {
    const { byName } = await stack.preview([{ name: "web" }, { ...read, after: ["web"] }]);
    expect(byName.get("net")).to.not.have.property("id");
  });
});

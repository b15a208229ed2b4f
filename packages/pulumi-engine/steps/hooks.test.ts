import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import type { HookEvent, ResourceHook } from "../registrations/resource-hook.ts";
import { type Declared, FakeStack } from "../testing/fake-stack.ts";

const moments = ["BeforeCreate", "AfterCreate", "BeforeUpdate", "AfterUpdate", "BeforeDelete", "AfterDelete"];

describe("resource hooks", () => {
  let stack: FakeStack;
  /** Calls of the hooks, and of the cloud. */
  let log: string[];
  /** Names of hooks that fail. */
  let failing: Set<string>;
  beforeEach(() => {
    stack = new FakeStack();
    log = stack.cloud.log;
    failing = new Set();
    stack.hooks = moments.map((moment) => hook(moment));
  });

  function hook(name: string, options: Partial<ResourceHook> = {}): ResourceHook {
    return {
      ...{ name, onDryRun: false, ignoreErrors: false },
      async call({ old, next, result }: HookEvent) {
        const has = [old && "old", next && "next", result && "result"].filter((part) => part !== undefined);
        log.push(`${name}: ${has.join(" ")}`);
        if (failing.has(name)) throw new Error("no");
      },
      ...options,
    };
  }
  /** `size` changes in place, `zone` by a replacement. */
  const net = (inputs: Declared["inputs"] = {}, options: Declared["options"] = {}): Declared => ({
    name: "net",
    inputs: { name: "net", ...inputs },
    options: { hooks: Object.fromEntries(moments.map((moment) => [moment, [moment]])), ...options },
  });
  /** What a deployment adds to the log. */
  const logOf = async (program: readonly Declared[]) => {
    log.length = 0;
    await stack.up(program);
    return [...log];
  };

  it("are called around the creation, the update and the deletion, with what is known then", async () => {
    expect(await logOf([net()])).to.deep.equal([
      "BeforeCreate: next",
      "create net",
      "AfterCreate: next result",
    ]);
    expect(await logOf([net()])).to.deep.equal([]);
    expect(await logOf([net({ size: 2 })])).to.deep.equal([
      "BeforeUpdate: old next",
      "update net",
      "AfterUpdate: old next result",
    ]);
    expect(await logOf([])).to.deep.equal(["BeforeDelete: old", "delete net", "AfterDelete: old"]);
  });

  it("are called in a replacement, for the old resource and the new one", async () => {
    await stack.up([net()]);
    expect(await logOf([net({ zone: "b", name: "net-b" })])).to.deep.equal([
      ...["BeforeCreate: next", "create net-b", "AfterCreate: next result"],
      ...["BeforeDelete: old", "delete net", "AfterDelete: old"],
    ]);
    expect(
      await logOf([net({ zone: "c", name: "net-b" }, { ...net().options, deleteBeforeReplace: true })]),
    ).to.deep.equal([
      ...["BeforeDelete: old", "delete net-b", "AfterDelete: old"],
      ...["BeforeCreate: next", "create net-b", "AfterCreate: next result"],
    ]);
  });

  it("fail the step before anything is done, in Pulumi's words", async () => {
    await stack.up([net()]);
    failing = new Set(["BeforeUpdate", "BeforeDelete"]);
    const update = await rejection(stack.up([net({ size: 2 })]));
    expect(update.message).to.equal('cloud:index:Thing "net": before hook "BeforeUpdate" failed: no');
    const deletion = await rejection(stack.up([]));
    expect(deletion.message).to.equal('cloud:index:Thing "net": before hook "BeforeDelete" failed: no');
    expect(stack.cloud.resources.get("net")).to.deep.equal({ name: "net" });
    expect(stack.resources.map(({ name }) => name)).to.deep.equal(["net"]);
  });

  it("fail the deployment afterwards; what was done stays in the state", async () => {
    failing.add("AfterCreate");
    const error = await rejection(stack.up([net()]));
    expect(error.message).to.equal('cloud:index:Thing "net": after hook "AfterCreate" failed: no');
    expect(stack.resources.map(({ id }) => id)).to.deep.equal(["net"]);
  });

  it("only warn if the program ignores their errors", async () => {
    stack.hooks = [hook("ask", { ignoreErrors: true })];
    failing.add("ask");
    const warnings: string[] = [];
    const options = { onWarning: (_: unknown, message: string) => warnings.push(message) };
    await stack.up([net({}, { hooks: { BeforeCreate: ["ask"] } })], options);
    expect(warnings).to.deep.equal(['BeforeCreate hook "ask" failed: no']);
  });

  it("are called in a preview only if they say so", async () => {
    await stack.up([net({}, { hooks: { BeforeDelete: ["ask", "look"] } })]);
    stack.hooks = [hook("ask"), hook("look", { onDryRun: true })];
    log.length = 0;
    await stack.preview([]);
    expect(log).to.deep.equal(["look: old"]);
  });

  it("of a component are called when it has its outputs, after its children", async () => {
    const hooks = { BeforeCreate: ["BeforeCreate"], AfterCreate: ["AfterCreate"] };
    const box: Declared = { name: "box", kind: "component", type: "cloud:index:Box", options: { hooks } };
    const child: Declared = { name: "net", inputs: { name: "net" }, parent: "box" };
    expect(await logOf([box, child])).to.deep.equal([
      "BeforeCreate: next",
      "create net",
      "AfterCreate: next result",
    ]);
    expect(await logOf([box, child])).to.deep.equal([]);
  });

  it("that the program does not register fail the step", async () => {
    await stack.up([net()]);
    stack.hooks = [];
    expect((await rejection(stack.up([]))).message).to.include('hook "BeforeDelete" was not registered');
  });
});

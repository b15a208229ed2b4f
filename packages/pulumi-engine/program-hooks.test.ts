import { join } from "node:path";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { type RunProgramOptions, runProgram } from "./run-program.ts";
import { memoryState } from "./state/state-file.ts";
import { FakeCloud } from "./testing/fake-cloud.ts";

describe("a program with resource hooks", () => {
  const provider = new FakeCloud();
  const state = memoryState();
  const run = (options: Partial<RunProgramOptions>) =>
    runProgram({
      root: join(import.meta.dirname, "testing", "programs", "hooked"),
      ...{ stack: "dev", mode: "up", provider, state },
      ...options,
    });

  it("is called after a resource is created, with its outputs; the state keeps the hooks' names", async () => {
    const { diagnostics } = await run({});
    const [made, ...others] = diagnostics.map(({ message }) => message);
    expect(made).to.match(/^made (box-\w{7}) arn:\1$/);
    expect(others).to.deep.equal([]);
    const hooks = state.resources.find(({ name }) => name === "box")?.options.hooks;
    expect(hooks).to.deep.equal({ AfterCreate: ["told"], BeforeDelete: ["asked"] });
  });

  it("refuses the deletion of a resource that it no longer has, with its own environment", async () => {
    const environment = { REFUSAL: "is in use" };
    const error = await rejection(run({ config: { size: 0 }, environment }));
    expect(error).to.have.property("code", "BL-E010");
    expect(error.message).to.equal(
      'index.ts:13:3: cloud:index:Thing "box": before hook "asked" failed: cloud:index:Thing box of size 1 is in use',
    );
    expect(state.resources.map(({ name }) => name)).to.include("box");
    expect(provider.resources.size).to.equal(1);
  });
});

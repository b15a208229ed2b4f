import { join } from "node:path";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { type RunProgramOptions, runProgram } from "./run-program.ts";
import { memoryState } from "./state/state-file.ts";
import { destroyStack } from "./steps/destroy.ts";
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
    expect(error.message).to.include(
      'cloud:index:Thing "box": before hook "asked" failed: cloud:index:Thing box of size 1 is in use',
    );
    expect(state.resources.map(({ name }) => name)).to.include("box");
    expect(provider.resources.size).to.equal(1);
  });

  it("is asked when its stack is destroyed", async () => {
    const withoutProgram = await rejection(destroyStack({ provider, state }));
    expect(withoutProgram).to.have.property("code", "BL-E019");
    const refused = await rejection(run({ mode: "destroy", environment: { REFUSAL: "stays" } }));
    expect(refused.message).to.match(/of size 1 stays$/);
    expect(provider.resources.size).to.equal(1);
    expect((await run({ mode: "destroy" })).resources).to.deep.equal([]);
    expect(state.resources).to.deep.equal([]);
    expect(provider.log.at(-1)).to.match(/^delete box/);
  });
});

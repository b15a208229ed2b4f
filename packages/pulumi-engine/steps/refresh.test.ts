import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { FakeStack } from "../testing/fake-stack.ts";
import { refreshStack } from "./refresh.ts";
import type { Step } from "./step.ts";

describe("refreshing a stack", () => {
  let stack: FakeStack;
  beforeEach(async () => {
    stack = new FakeStack();
    await stack.up([
      { name: "net" },
      { name: "web", uses: ["net"], inputs: { size: 1 } },
      { name: "cdn", uses: ["web"], parent: "web" },
    ]);
  });
  const refresh = async (preview = false) => {
    const steps: Step[] = [];
    const onStep = (step: Step, phase: string) => void (phase === "done" && steps.push(step));
    await refreshStack({ provider: stack.cloud, state: stack.state, preview, onStep });
    return steps.map(({ operation, urn, changed }) =>
      [operation, urn.slice(urn.lastIndexOf("::") + 2), ...changed].join(" "),
    );
  };
  const idOf = (name: string) => stack.resources.find((resource) => resource.name === name)?.id ?? "";

  it("takes over what has changed", async () => {
    const id = idOf("web");
    stack.cloud.resources.set(id, { ...stack.cloud.resources.get(id), size: 5 });
    expect(await refresh()).to.have.members(["same net", "update web size", "same cdn"]);
    const web = stack.resources.find(({ name }) => name === "web");
    expect(web?.inputs).to.include({ size: 5 });
    expect(web?.outputs).to.include({ size: 5 });
  });

  it("forgets what is gone, and what refers to it", async () => {
    stack.cloud.resources.delete(idOf("web"));
    expect(await refresh()).to.have.members(["same net", "delete web", "same cdn"]);
    const cdn = stack.resources.find(({ name }) => name === "cdn");
    expect(cdn).to.deep.include({ dependencies: [], propertyDependencies: { uses: [] } });
    expect(cdn?.parent).to.match(/::shop-dev$/);
  });

  it("changes nothing in a preview", async () => {
    stack.cloud.resources.clear();
    expect(await refresh(true)).to.have.members(["delete net", "delete web", "delete cdn"]);
    expect(stack.resources).to.have.length(3);
  });

  it("changes nothing if a resource cannot be read", async () => {
    stack.cloud.read = () => Promise.reject(new Error("the cloud is down"));
    expect((await rejection(refresh())).message).to.equal('cloud:index:Thing "net": the cloud is down');
    expect(stack.resources).to.have.length(3);
  });
});

import { expect } from "chai";
import type { Step } from "../steps/step.ts";
import { type Declared, FakeStack } from "../testing/fake-stack.ts";
import { formatPlan } from "./format-plan.ts";

const before: readonly Declared[] = [
  { name: "box", kind: "component", type: "cloud:index:Box" },
  { name: "net", type: "cloud:net/network:Network", parent: "box", inputs: { zone: "a" } },
  { name: "web", parent: "box", inputs: { size: 1, tags: { a: 1, "b.c": 1 } } },
  { name: "old", uses: ["net"] },
  { name: "same" },
];
const after: readonly Declared[] = [
  { name: "box", kind: "component", type: "cloud:index:Box" },
  { name: "net", type: "cloud:net/network:Network", parent: "box", inputs: { zone: "b" } },
  { name: "web", parent: "box", inputs: { tags: { a: 2, d: 1 }, more: true } },
  { name: "same" },
  { name: "new" },
];

describe("a printed plan", () => {
  let stack: FakeStack;
  beforeEach(() => {
    stack = new FakeStack();
  });
  const print = async (program: readonly Declared[], preview: boolean) => {
    const steps: Step[] = [];
    const onStep = (step: Step, phase: string) => void (phase === "planned" && steps.push(step));
    await stack.up(program, { onStep, ...(preview && { preview, dryRun: true }) });
    return formatPlan(steps, { preview });
  };

  it("shows what changes, below its parents, with the paths of changed inputs", async () => {
    await stack.up(before);
    expect(await print(after, true)).to.deep.equal([
      "     Type                     Name      Plan     Info",
      "     pulumi:pulumi:Stack      shop-dev",
      "     ├─ cloud:index:Box       box",
      " +-  │  ├─ cloud:net:Network  net       replace  [diff: ~zone]",
      ' ~   │  └─ cloud:index:Thing  web       update   [diff: +tags.d,more-size,tags["b.c"]~tags.a]',
      " +   ├─ cloud:index:Thing     new       create",
      " -   └─ cloud:index:Thing     old       delete",
      "",
      "Resources:",
      "    + 1 to create",
      "    ~ 1 to update",
      "    - 1 to delete",
      "    +-1 to replace",
      "    4 changes. 3 unchanged",
    ]);
  });

  it("shows what was done, in the past tense", async () => {
    const lines = await print([{ name: "new" }], false);
    expect(lines.slice(0, 3)).to.deep.equal([
      "     Type                  Name      Status   Info",
      " +   pulumi:pulumi:Stack   shop-dev  created",
      " +   └─ cloud:index:Thing  new       created",
    ]);
    expect(lines.slice(-2)).to.deep.equal(["Resources:", "    + 2 created"]);
  });

  it("is only the summary if nothing changes", async () => {
    await stack.up(before);
    expect(await print(before, true)).to.deep.equal(["Resources:", "    6 unchanged"]);
  });

  it("does not print values", async () => {
    await stack.up([{ name: "web", inputs: { token: "hush" } }]);
    expect((await print([{ name: "web", inputs: { token: "hush hush" } }], true)).join()).to.not.include(
      "hush",
    );
  });
});

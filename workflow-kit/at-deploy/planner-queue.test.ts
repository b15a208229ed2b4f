import { expect } from "chai";
import { sitemap } from "../../workflows/sitemap/workflow.ts";
import { queuesOf } from "./stage-queue.ts";

describe("a planner in a container", () => {
  it("uses the ordinary queue, whatever its stages use", () => {
    const stages = { upscale: { gpus: 1 } };
    const name = "upscale";
    expect(queuesOf([{ name, stages }])).to.deep.equal([["gpu", { upscale: 1 }]]);
    expect(queuesOf([{ name, stages, planner: "batch" }, sitemap])).to.deep.equal([
      ["compute", { upscale: 1, sitemap: 1 }],
      ["gpu", { upscale: 1 }],
    ]);
  });
});

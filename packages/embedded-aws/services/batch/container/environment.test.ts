import { expect } from "chai";
import { containerEnvironment } from "./environment.ts";

const context = {
  jobId: "job",
  attempt: 1,
  queue: "queue",
  computeEnvironment: "spot",
  endpoint: "http://127.0.0.1:1",
  metadataUrl: "http://127.0.0.1:1/ecs/metadata/x",
  memoryMiB: 1024,
  home: "/scratch/home",
  tmp: "/scratch/tmp",
};

describe("containerEnvironment", () => {
  it("Batch's variables override the job's, which override the image's", () => {
    const environment = containerEnvironment(
      { A: "image", B: "image", AWS_BATCH_CE_NAME: "image" },
      { B: "job", AWS_BATCH_JOB_ID: "job's own" },
      context,
    );
    expect(environment).to.include({
      A: "image",
      B: "job",
      AWS_BATCH_CE_NAME: "spot",
      AWS_BATCH_JOB_ID: "job",
    });
  });

  it("limits Node's heap by the container's memory, unless the image does", () => {
    const heap = (memoryMiB: number, options?: string) =>
      containerEnvironment(
        options === undefined ? {} : { NODE_OPTIONS: options },
        {},
        { ...context, memoryMiB },
      ).NODE_OPTIONS;
    expect(heap(1024)).to.equal("--max-old-space-size=512");
    expect(heap(8 * 1024)).to.equal("--max-old-space-size=2048");
    expect(heap(16 * 1024)).to.equal("--max-old-space-size=4096");
    expect(heap(1024, "--enable-source-maps")).to.equal("--max-old-space-size=512 --enable-source-maps");
    expect(heap(1024, "--max-old-space-size=700")).to.match(/ --max-old-space-size=700$/);
  });

  it("keeps the image's PATH behind this Node's directory", () => {
    const { PATH } = containerEnvironment({ PATH: "/app/bin" }, {}, context);
    expect(PATH).to.match(/:\/app\/bin$/);
  });
});

import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { expect } from "chai";
import { BenchBatch } from "../../../testing/bench-batch.ts";
import { documentedVariables } from "../../../testing/documented-variables.ts";
import { containerEnvironment } from "./environment.ts";

/** Prints the environment, and the content and rights of the home and of /tmp. */
const program = `
  import { readdirSync, statSync } from "node:fs";
  const { HOME, TMPDIR } = process.env;
  const folder = (path) => ({ files: readdirSync(path), mode: (statSync(path).mode & 0o777).toString(8) });
  console.log(JSON.stringify({ environment: process.env, home: folder(HOME), tmp: folder(TMPDIR) }));
`;

describe("what a container finds", () => {
  const rows = documentedVariables("What a container finds");
  const expected = rows.filter(({ here }) => here).map(({ name }) => name);

  it("the image's, the definition's, the submission's, Batch's and ECS's variables, and none of the machine's", async () => {
    await using bench = await BenchBatch.start(program);
    bench.define({
      jobRoleArn: "arn:aws:iam::000000000000:role/job",
      environment: [
        { name: "SHARED", value: "definition" },
        { name: "OWN", value: "definition" },
        { name: "EMPTY", value: "" },
      ],
    });
    const id = bench.submit({
      arrayProperties: { size: 2 },
      containerOverrides: { environment: [{ name: "OWN", value: "submission" }] },
    });
    await bench.reached(id);
    const { environment, home, tmp } = JSON.parse(bench.lines(`${id}:1`)[0] ?? "");
    const { FROM_IMAGE, SHARED, OWN, ...found } = environment;
    expect([FROM_IMAGE, SHARED, OWN]).to.deep.equal(["image", "definition", "submission"]);
    const nodes = containerEnvironment({}, {}, nodeContext);
    expect(Object.keys({ ...nodes, ...found })).to.have.members(expected);
    const task = bench.tasks.findIndex(({ sessionName }) => found.HOME.includes(sessionName)) + 1;
    expect(found).to.include({
      NODE_OPTIONS: "--max-old-space-size=256",
      AWS_BATCH_JOB_ID: `${id}:1`,
      AWS_BATCH_JOB_ATTEMPT: "1",
      AWS_BATCH_JOB_ARRAY_INDEX: "1",
      AWS_BATCH_JOB_ARRAY_SIZE: "2",
      AWS_BATCH_JQ_NAME: "queue",
      AWS_BATCH_CE_NAME: "spot",
      AWS_ENDPOINT_URL: "http://127.0.0.1:4566",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:4566/ecs/credentials/${task}`,
      ECS_CONTAINER_METADATA_URI_V4: `http://127.0.0.1:4566/ecs/metadata/${task}`,
    });
    expect(found.PATH.split(":")[0]).to.equal(dirname(process.execPath));
    expect(home).to.deep.equal({ files: [], mode: "555" });
    expect(tmp.files).to.deep.equal([]);
    expect(existsSync(found.TMPDIR)).to.equal(false);
  });

  it("no region, which ECS sets only since version 1.104 of its agent", () => {
    expect(expected).to.not.include.members(["AWS_REGION"]).and.not.include.members(["AWS_DEFAULT_REGION"]);
  });

  it("each variable of the table has a source, or the reason why only this machine has it", () => {
    for (const { name, onAws, here, source } of rows) {
      expect(onAws ?? here, name).to.be.a("string");
      expect(source, name).to.match(onAws === undefined ? /^[A-Z]/ : /https:\/\//);
    }
  });
});

const nodeContext = {
  ...{ jobId: "job", attempt: 1, queue: "queue", computeEnvironment: "on-demand", memoryMiB: 1024 },
  ...{ endpoint: "http://127.0.0.1:1", metadataUrl: "http://127.0.0.1:1/x", home: "/home", tmp: "/tmp" },
  node: { index: 1, mainNode: 0, count: 2 },
};

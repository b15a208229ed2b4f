import { ListJobsCommand, type ListJobsCommandInput } from "@aws-sdk/client-batch";
import { expect } from "chai";
import {
  type BatchOverHttp,
  batchArn,
  exit,
  refusal,
  startBatchOverHttp,
} from "../../../testing/batch-over-http.ts";

describe("ListJobs", () => {
  let http: BatchOverHttp;
  beforeEach(async () => {
    http = await startBatchOverHttp();
  });
  afterEach(() => http.stop());

  const list = async (input: ListJobsCommandInput) => {
    const { jobSummaryList, nextToken } = await http.client.send(new ListJobsCommand(input));
    return { ids: jobSummaryList?.map(({ jobId }) => jobId), nextToken };
  };

  it("lists a queue's running jobs, or those of another status", async () => {
    const [running, done] = [await http.submit(), await http.submit(exit(0))];
    await http.bench.reached(done);
    await http.bench.reached(running, ({ status }) => status === "RUNNING");
    expect((await list({ jobQueue: "queue" })).ids).to.deep.equal([running]);
    expect((await list({ jobQueue: batchArn("job-queue/queue"), jobStatus: "SUCCEEDED" })).ids).to.deep.equal(
      [done],
    );
  });

  it("pages through an array's children", async () => {
    const id = await http.submit({ arrayProperties: { size: 5 }, ...exit(0) });
    await http.bench.reached(id);
    const query = { arrayJobId: id, jobStatus: "SUCCEEDED", maxResults: 2 } as const;
    const pages: (string | undefined)[][] = [];
    let nextToken: string | undefined;
    do {
      const page = await list({ ...query, ...(nextToken && { nextToken }) });
      pages.push(page.ids ?? []);
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(pages).to.deep.equal([[`${id}:0`, `${id}:1`], [`${id}:2`, `${id}:3`], [`${id}:4`]]);
    expect((await list({ jobQueue: "queue", jobStatus: "SUCCEEDED" })).ids).to.deep.equal([id]);
  });

  it("filters by name, definition and time, latest first", async () => {
    const first = await http.submit({ jobName: "Import-1", ...exit(0) });
    const second = await http.submit({ jobName: "import-2", ...exit(1) });
    const other = await http.submit({ jobName: "other" });
    const filtered = async (name: string, ...values: string[]) =>
      (await list({ jobQueue: "queue", filters: [{ name, values }] })).ids;
    expect(await filtered("JOB_NAME", "import*")).to.deep.equal([second, first]);
    expect(await filtered("JOB_DEFINITION", "job")).to.deep.equal([other, second, first]);
    expect(await filtered("JOB_DEFINITION", batchArn("job-definition/job:2"))).to.deep.equal([]);
    expect(await filtered("BEFORE_CREATED_AT", "0")).to.deep.equal([]);
    expect(await filtered("AFTER_CREATED_AT", "0")).to.have.length(3);
  });

  it("refuses a request without exactly one place, and an invalid token", async () => {
    expect(await refusal(list({}))).to.match(/^ClientException: .*Exactly one of/);
    expect(await refusal(list({ jobQueue: "queue", arrayJobId: "x" }))).to.match(
      /^ClientException: .*Exactly one of/,
    );
    expect(await refusal(list({ jobQueue: "other" }))).to.match(
      /^ClientException: .*JobQueue other not found/,
    );
    expect(await refusal(list({ jobQueue: "queue", nextToken: "zzz" }))).to.match(
      /^ClientException: .*nextToken/,
    );
  });
});

import { BatchClient, ListJobsCommand } from "@aws-sdk/client-batch";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SFNClient, StartExecutionCommand, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { DynamoDBDocumentClient, GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { expect } from "chai";
import { type LocalStack, startLocalStack } from "../../../cli/run/local-stack.ts";
import { tableKeys } from "../../../contract/keys.ts";
import { makeProject, type Project } from "../project.ts";

describe("an execution that is stopped", function () {
  this.timeout(60_000);
  let project: Project;
  let stack: LocalStack;
  let clients: [SFNClient, BatchClient, DynamoDBClient];
  before(async () => {
    project = await makeProject({ "ember-toys.yaml": undefined });
    const { signal } = new AbortController();
    stack = await startLocalStack({ root: project.root, stack: "dev", samples: true, signal, onStep() {} });
    clients = [new SFNClient(stack.client), new BatchClient(stack.client), new DynamoDBClient(stack.client)];
  });
  after(async () => {
    for (const client of clients ?? []) client.destroy();
    await stack?.stop();
    await project.remove();
  });

  it("leaves no job running, a closed run that says why, and the workflow free for the next", async () => {
    const [sfn, batch, dynamodb] = clients;
    const documents = DynamoDBDocumentClient.from(dynamodb);
    const item = async (Key: Record<string, string>) =>
      (await documents.send(new GetCommand({ TableName: stack.outputs.table, Key }))).Item;
    const stateMachineArn = stack.outputs.stateMachines["catalog-import"] ?? "";
    const { executionArn } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, name: "to-be-stopped" }),
    );

    // Its feed is read and its images come in, one of them from a server that stalls: there is work to interrupt.
    await until(
      async () => (await item(tableKeys.chunk("to-be-stopped", 0, "download")))?.status === "RUNNING",
    );
    expect(await item(tableKeys.lock("catalog-import"))).to.include({ execution: "to-be-stopped" });
    await sfn.send(new StopExecutionCommand({ executionArn: executionArn ?? "" }));
    await until(async () => (await item(tableKeys.run("to-be-stopped")))?.status === "FAILED");

    const { jobSummaryList } = await batch.send(
      new ListJobsCommand({
        jobQueue: stack.outputs.jobQueues?.compute,
        filters: [{ name: "JOB_NAME", values: ["catalog-import-to-be-stopped-*"] }],
      }),
    );
    expect(jobSummaryList?.map(({ status }) => status).sort()).to.deep.equal([
      "FAILED",
      "FAILED",
      "SUCCEEDED",
    ]);
    expect((await item(tableKeys.run("to-be-stopped")))?.reason)
      .to.contain("ember-toys failed in download")
      .and.contain("stopped");
    const { Items } = await documents.send(
      new QueryCommand({
        TableName: stack.outputs.table,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)",
        ExpressionAttributeValues: { ":pk": tableKeys.run("to-be-stopped").pk, ":sk": "tenant#" },
      }),
    );
    expect(Items?.map(({ tenant, status }) => [tenant, status])).to.deep.equal([["ember-toys", "FAILED"]]);
    await until(async () => (await item(tableKeys.lock("catalog-import"))) === undefined);
  });
});

/** Looks again and again, for at most the test's own time. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 50));
}

import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { NumberValue } from "@aws-sdk/lib-dynamodb";
import { expect } from "chai";
import { env } from "../../contract/env.ts";
import { tableKeys } from "../../contract/record-keys.ts";
import { tenant } from "../../testing/handlers/planned-workflow.ts";
import { RunToClose } from "../../testing/handlers/run-to-close.ts";
import { RunTable } from "./run-table.ts";

describe("what the command reads of a run", () => {
  let run: RunToClose;
  let client: DynamoDBClient;
  before(async () => {
    run = await RunToClose.start();
    await run.next();
    await run.planned([tenant("acme"), tenant("bolt")]);
    const variables = run.stores.environmentOf("summary");
    client = new DynamoDBClient({
      ...{ region: String(variables.AWS_REGION), endpoint: String(variables.AWS_ENDPOINT_URL) },
      credentials: {
        accessKeyId: String(variables.AWS_ACCESS_KEY_ID),
        secretAccessKey: String(variables.AWS_SECRET_ACCESS_KEY),
        sessionToken: String(variables.AWS_SESSION_TOKEN),
      },
    });
  });
  after(async () => {
    client?.destroy();
    await run?.stores.stop();
  });

  // A container that its input has taken over may write anything under its own chunk's key.
  it("leaves out records that no worker writes, and takes chunk and stage from the key", async () => {
    const forge = (stage: string, fields: object) =>
      run.stores.table.update(tableKeys.chunk("chunky", run.id, 0, stage), { set: fields });
    for (const stage of ["fetch", "download", "rescale"]) await run.worked(0, "acme", stage);
    await forge("fetch", { items: 3 });
    await forge("download", { total: NumberValue.from("123456789012345678901.5") });
    await forge("rescale", { chunk: 1, stage: "fetch" });
    await run.finished(1, "bolt");
    const table = new RunTable(
      client,
      String(run.stores.environmentOf("summary")[env.table]),
      "chunky",
      run.id,
    );
    const records = await table.chunks(2, ["fetch", "download", "rescale"]);
    expect(records.map(({ chunk, stage, tenant }) => `${chunk} ${stage} ${tenant}`)).to.deep.equal([
      "0 rescale acme",
      "1 fetch bolt",
      "1 download bolt",
      "1 rescale bolt",
    ]);
  });
});

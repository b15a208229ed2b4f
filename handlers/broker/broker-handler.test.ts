import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect } from "chai";
import { bundleHandler } from "../../components/functions/handler-bundle.ts";
import { type BrokerCloud, brokerArn, startBrokerCloud } from "../../testing/handlers/broker-cloud.ts";

describe("the broker, as Lambda runs it", () => {
  let cloud: BrokerCloud;
  let folder: string;
  before(async () => {
    folder = resolve(await bundleHandler({ handler: "broker", declarations: "workflows/declarations.ts" }));
    cloud = await startBrokerCloud();
    await cloud.run();
  });
  after(() => cloud?.stop());

  it("answers by its environment and the ARN that it was called by", async () => {
    const request = await cloud.request(await cloud.job());
    const script = `const { handler } = await import(${JSON.stringify(pathToFileURL(join(folder, "index.mjs")))});
      const { outcome, chunk } = await handler(${JSON.stringify(request)}, { invokedFunctionArn: "${brokerArn}" });
      console.log(JSON.stringify({ outcome, tenant: chunk.tenant }));`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
      env: cloud.functionEnvironment,
    });
    expect(stdout.trim().split("\n").at(-1)).to.equal('{"outcome":"granted","tenant":"acme"}');
  });

  it("knows no workflow, and contains nothing that only building needs", async () => {
    const { sources } = JSON.parse(await readFile(join(folder, "index.mjs.map"), "utf8"));
    expect(sources).to.include("handlers/broker/broker-handler.ts");
    const unwanted =
      /^(workflows|product-images|components)\/|packages\/asl\/|@pulumi|esbuild|node_modules\/(yaml|sharp|pino)/;
    expect(sources.filter((file: string) => unwanted.test(file))).to.deep.equal([]);
  });
});

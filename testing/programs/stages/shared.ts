// What all features of this program use.
import * as awsx from "@pulumi/awsx/ecr/index.js";
import { Config } from "@pulumi/pulumi";
import { Compute } from "../../../components/compute/compute.ts";
import { BrokerFunction } from "../../../components/functions/broker-function.ts";
import { CloseFunction } from "../../../components/functions/run-functions.ts";
import { Storage } from "../../../components/storage/storage.ts";

export const region = new Config("aws").require("region");
const account = { region, accountId: "000000000000" };

const feed = { url: "http://acme.example/feed.json", format: "json" };
export const storage = new Storage("storage", {
  ...account,
  tenants: [
    {
      id: "acme",
      name: "Acme",
      contact: "it@acme.example",
      weight: 1,
      workflows: { "catalog-import": { feed, chunks: 3 } },
    },
  ],
  removable: true,
  pointInTimeRecovery: false,
});
export const compute = new Compute("compute", {
  subnetIds: ["subnet-1"],
  securityGroupIds: ["sg-1"],
  environments: [{ name: "spot", purchase: "spot", maxVcpus: 4, instanceTypes: ["c7g"] }],
  shares: { orders: 1, "catalog-import": 1, "rescale-images": 1 },
  instanceTags: {},
});
const repository = new awsx.Repository("stage");
/** See container/main.mjs. */
export const { imageUri: image } = new awsx.Image("stage", {
  repositoryUrl: repository.url,
  context: ".",
  dockerfile: "container/Dockerfile",
});
/** What functions of runs get. */
export const functions = {
  storage,
  declarations: "../../../workflows/declarations.ts",
  logRetentionDays: 7,
};
/** What functions that end jobs get. */
export const ending = { ...functions, ...account, jobQueueArns: [compute.queue.arn] };
export const closeFunction = new CloseFunction("summary", ending);
const { function: broker } = new BrokerFunction("broker", functions);
/** What jobs and workflows get. */
export const deployed = { ...account, broker, logRetentionDays: 7 };

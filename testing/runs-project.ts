import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Review } from "@batchline/pulumi-engine";
import { fixtureProject } from "./checkout.ts";
import { breakFetchFor } from "./cli/broken-fetch.ts";
import { makeProject, type Project } from "./cli/project.ts";
import { tenantText } from "./cli/tenants-project.ts";
import { record } from "./pulumi/registrations.ts";

/** A tenant with its own bucket and schedule. */
export const cafe = "cafe-lumiere";
/** When cafe's catalogue is imported, unlike the others'. */
export const own = { cron: "0 7 * * ? *", timezone: "Europe/Paris" };

const fixtureTenant = (id: string) => readFile(join(fixtureProject, "tenants", `${id}.yaml`), "utf8");

/** The tenant's file with the feed on its supplier's server instead of in S3. */
const onWeb = (file: string, id: string, path: string) =>
  file.replace(`s3:///supplier/${path}`, `http://${id}.example/${path}`);

/** A project whose tenants' feeds are on their suppliers' servers. lost-shop has none, and odd-shop's stage fetch throws. */
export async function makeRunsProject(): Promise<Project> {
  const sample = await fixtureTenant(cafe);
  const text = onWeb(sample, cafe, "api/products.json").replace(
    "  catalog-import:\n",
    `$&    schedule: ${JSON.stringify(own)}\n    renditions: [{ width: 64, format: jpeg }]\n`,
  );
  const elsewhere = (id: string) => tenantText(id, "    schedule: { cron: 0 3 1 1 ? *, timezone: UTC }\n");
  const project = await makeProject(
    {
      "ember-toys.yaml": onWeb(await fixtureTenant("ember-toys"), "ember-toys", "feed.json"),
      [`${cafe}.yaml`]: `${text}  find-duplicates: { maxDistance: 12 }\n`,
      "lost-shop.yaml": elsewhere("lost-shop"),
      "odd-shop.yaml": elsewhere("odd-shop"),
    },
    // The list of declarations is the checkout's, so its bundled functions serve here, too.
    ["workflows/stages.ts", "workflows/catalog-import"],
  );
  await breakFetchFor("odd-shop", join(project.root, "workflows", "catalog-import", "stages"));
  return project;
}

/** The nodes of find-duplicates are tried once: each time starts three processes. */
export const triedOnce: Review = async ({ type, name, inputs }) =>
  type.endsWith(":JobDefinition") && name === "find-duplicates-find-duplicates"
    ? { ...inputs, retryStrategy: { ...record(inputs.retryStrategy), attempts: 1 } }
    : undefined;

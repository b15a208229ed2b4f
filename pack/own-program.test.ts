import { cp, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { must } from "@batchline/diagnostics";
import { expect } from "chai";
import packageJson from "../package.json" with { type: "json" };
import { checkout, fixtureProgram } from "../testing/checkout.ts";
import { type EmptyProject, emptyProject } from "./testing/empty-project.ts";

const program = `import { Batchline, readTenants } from "batchline";
import { workflows } from "./workflows/declarations.ts";
const tenants = readTenants("tenants", workflows);
const platform = new Batchline("batchline", { region: "eu-central-1", workflows, tenants });
export const { stateMachines, jobQueues, table, platformBucket, dataBucket, tenantBuckets } = platform;
`;
const compilerOptions = {
  ...{ target: "es2024", module: "nodenext", strict: true, noEmit: true, types: ["node"] },
  ...{ skipLibCheck: true, allowImportingTsExtensions: true, verbatimModuleSyntax: true },
};

/** What the project installs beside Batchline, in the versions of the checkout. */
const { dependencies, devDependencies } = packageJson;
const installed = Object.entries({ ...dependencies, ...devDependencies }).filter(([name]) =>
  /^(@pulumi\/|@pulumiverse\/|zod$|@types\/node$)/.test(name),
);

describe("the packed platform, in a project with a program and a workflow of its own", () => {
  let project: EmptyProject;
  const batchline = (...args: string[]) => project.run("npx", "batchline", ...args);
  before(async () => {
    project = await emptyProject(Object.fromEntries(installed), () => true);
    for (const name of ["Pulumi.yaml", "Pulumi.dev.yaml", "tenants", "workflows"])
      await cp(join(fixtureProgram("embedding"), name), join(project.root, name), { recursive: true });
    await project.write("index.ts", program);
    const page = await readFile(join(checkout, "docs", "embedding.md"), "utf8");
    const dockerfile = must(/```dockerfile\n(.+?)```/s.exec(page)?.[1], "the page shows a Dockerfile");
    await project.write("Dockerfile", dockerfile);
    const files = ["index.ts", "workflows/stages.ts"];
    await project.write("tsconfig.json", JSON.stringify({ compilerOptions, files }));
  });
  after(() => project?.remove());

  it("has types: the compiler accepts the program and the stages", async () => {
    await project.run(join(checkout, "node_modules", ".bin", "tsc"), "--project", ".");
  });

  it("deploys to the embedded AWS and runs the workflow, with the project's stage in the image", async () => {
    const outcome = JSON.parse(await batchline("run", "greetings", "--local", "--json"));
    expect(outcome).to.deep.include({ workflow: "greetings", status: "SUCCEEDED" });
    const ofStage = join(".local/latest/tenants/acme/runs/greetings", outcome.runId, "00000000/greet");
    const results = join(project.root, ofStage);
    const [attempt] = await readdir(results);
    expect(await readFile(join(results, attempt ?? "", "greeting.txt"), "utf8")).to.equal("Hello Ada");
  });

  it("has the page of runs: a local run leaves its report", async () => {
    const report = await readFile(join(project.root, ".local/latest/reports/greetings.html"), "utf8");
    expect(report).to.include('"workflow":"greetings"').and.include("<style>");
  });

  it("gets a new workflow from the command, which runs at once", async () => {
    await batchline("new", "workflow", "price-report");
    const outcome = JSON.parse(await batchline("run", "price-report", "--local", "--json"));
    expect(outcome).to.deep.include({ workflow: "price-report", status: "SUCCEEDED" });
  });
});

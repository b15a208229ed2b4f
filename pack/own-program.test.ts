import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import packageJson from "../package.json" with { type: "json" };
import { checkout } from "../testing/checkout.ts";
import { type EmptyProject, emptyProject } from "./testing/empty-project.ts";

const fixture = join(import.meta.dirname, "testing", "project");
const compilerOptions = {
  ...{ target: "es2024", module: "nodenext", strict: true, noEmit: true, types: ["node"] },
  ...{ skipLibCheck: true, allowImportingTsExtensions: true, verbatimModuleSyntax: true },
};

/** What a program with Batchline declares itself: Pulumi's packages, and the library of its workflows' parameters. */
const own = Object.entries({ ...packageJson.dependencies, "@types/node": "24.10.1" }).filter(([name]) =>
  /^@pulumi|^zod$|^@types/.test(name),
);

describe("the packed platform, in a project with a program and a workflow of its own", () => {
  let project: EmptyProject;
  before(async () => {
    project = await emptyProject(Object.fromEntries(own), () => true);
    await cp(fixture, project.root, { recursive: true });
    await project.write(
      "tsconfig.json",
      JSON.stringify({ compilerOptions, files: ["index.ts", "workflows/stages.ts"] }),
    );
  });
  after(() => project?.remove());

  it("has types: the compiler accepts the program and the stages", async () => {
    await project.run(join(checkout, "node_modules", ".bin", "tsc"), "--project", ".");
  });

  it("deploys to the embedded AWS and runs the workflow, with the project's stage in the image", async () => {
    const outcome = JSON.parse(
      await project.run("npx", "batchline", "run", "greetings", "--local", "--json"),
    );
    expect(outcome).to.deep.include({ workflow: "greetings", status: "SUCCEEDED" });
    const results = join(
      project.root,
      ".local/latest/tenants/acme/runs/greetings",
      outcome.runId,
      "00000000",
    );
    expect(await readFile(join(results, "greeting.txt"), "utf8")).to.equal("Good morning, acme");
  });
});

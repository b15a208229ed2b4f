import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { rejection } from "@batchline/diagnostics/testing";
import { expect } from "chai";
import { checkout } from "../testing/checkout.ts";
import { type EmptyProject, emptyProject } from "./testing/empty-project.ts";

const tsc = join(checkout, "node_modules", ".bin", "tsc");
const readmeExample = join(checkout, "packages/states/testing/readme-example.ts");
const compilerOptions = { target: "es2024", module: "nodenext", strict: true, noEmit: true, types: [] };

describe("the packed @batchline/states, in an empty project", () => {
  let project: EmptyProject;
  let example: string;
  before(async () => {
    const names = /^batchline-(states|asl|aws-facts|diagnostics)-\d/;
    project = await emptyProject({}, (tarball) => names.test(tarball));
    example = await readFile(readmeExample, "utf8");
    await project.write("tsconfig.json", JSON.stringify({ compilerOptions, files: ["quote.ts"] }));
    await project.write("quote.ts", example);
    await project.write(
      "definition.ts",
      "const { built, values } = await import(process.argv[2]); console.log(built.definition(values));",
    );
  });
  after(() => project?.remove());

  it("installs nothing of ours but what it imports", async () => {
    const { dependencies } = JSON.parse(await project.run("npm", "ls", "--all", "--json"));
    expect(Object.keys(dependencies)).to.deep.equal([
      "@batchline/asl",
      "@batchline/aws-facts",
      "@batchline/diagnostics",
      "@batchline/states",
    ]);
  });

  it("builds the state machine that the checkout builds", async () => {
    const definition = await project.run(process.execPath, "definition.ts", "./quote.ts");
    expect(JSON.parse(definition).StartAt).to.equal("Any orders?");
    expect(await project.run(process.execPath, "definition.ts", readmeExample)).to.equal(definition);
  });

  it("has types: the compiler accepts the example and refuses a misspelled field", async () => {
    await project.run(tsc, "--project", ".");
    await project.write("quote.ts", example.replace("m.input.orders.count()", "m.input.order.count()"));
    const { message } = await rejection(project.run(tsc, "--project", "."), Error);
    expect(message)
      .to.contain("quote.ts(11,40): error TS2551: Property 'order' does not exist")
      .and.contain("Did you mean 'orders'?");
  });

  it("reports a problem with the project's line", async () => {
    const invalid = example.replace('"Any orders?"', '"Priced"');
    await project.write("quote.ts", invalid);
    const build = project.run(process.execPath, "--enable-source-maps", "definition.ts", "./quote.ts");
    const { message } = await rejection(build, Error);
    expect(message)
      .to.contain('InvalidMachineError: quote.ts:19:5: state "Priced": BL-S001')
      .and.match(/at build \(.*node_modules\/@batchline\/states\/build\.ts:\d+/);
  });
});

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { batchlineIn } from "../../testing/cli/in-process.ts";

describe("batchline new workflow", () => {
  let root: string;
  before(async () => {
    root = await mkdtemp(join(tmpdir(), "batchline-names-"));
    await writeFile(join(root, "Pulumi.yaml"), "name: batchline\nruntime: nodejs\n");
    await writeFile(
      join(root, "Pulumi.production-eu.yaml"),
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholders of Pulumi's patterns look so
      'config:\n  pulumi:autonaming:\n    pattern: "${project}-${stack}-${name}-${hex(5)}"\n',
    );
  });
  after(() => rm(root, { recursive: true }));

  it("refuses a name that is too long for resources of a stack, and writes nothing", async () => {
    const name = "nightly-report-of-all-the";
    const { status, stderr } = await batchlineIn(root, "new", "workflow", name);
    expect(status).to.equal(2);
    expect(stderr).to.match(
      /^error: BL-U001: in the stack production-eu, "nightly-report-of-all-the" has 25 characters, and names of 24 characters fit: /,
    );
  });
});

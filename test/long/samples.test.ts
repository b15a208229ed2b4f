import { expect } from "chai";
import { makeProject, type Project } from "../../testing/cli/project.ts";
import { resultsIn, sampleImport } from "../../testing/sample-import.ts";

describe("npm start", function () {
  this.timeout(180_000);
  let project: Project;
  before(async () => {
    project = await makeProject();
  });
  after(() => project?.remove());

  it("imports the sample tenants' catalogues, with the failures that are there on purpose", async () => {
    const { status, stdout, stderr } = await project.batchline("run", "catalog-import", "--local", "--json")
      .ended;
    expect(status, stderr).to.equal(0);
    expect(resultsIn(stdout)).to.deep.equal(sampleImport);
  });
});

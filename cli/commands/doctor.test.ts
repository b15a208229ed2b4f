import { expect } from "chai";
import { batchlineIn } from "../../testing/cli/in-process.ts";
import { makeProject, type Project } from "../../testing/cli/project.ts";

describe("batchline doctor: wrong usage", () => {
  let project: Project;
  before(async () => {
    project = await makeProject({});
  });
  after(() => project.remove());

  it("an unknown stack: exit code 2 with the nearest name", async () => {
    const { status, stderr } = await batchlineIn(project.root, "doctor", "--stack", "prd");
    expect([status, stderr]).to.deep.equal([
      2,
      'error: BL-U001: unknown stack "prd": did you mean "prod"?\n',
    ]);
  });

  it("outside of a project: exit code 2", async () => {
    expect((await batchlineIn("/", "doctor")).status).to.equal(2);
  });
});

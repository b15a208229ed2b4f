import { expect } from "chai";
import { serveAnswers } from "../../testing/aws-answers/serve-answers.ts";
import { batchlineIn } from "../../testing/cli/in-process.ts";
import { makeProject, type Project } from "../../testing/cli/project.ts";
import { simulated } from "../../testing/doctor/simulated.ts";

describe("batchline doctor", () => {
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

  it("before the first deployment: exit code 1, and the account is examined", async () => {
    const { client, stop } = await serveAnswers(simulated(/^$/));
    const before = { ...process.env };
    const environment = {
      AWS_ENDPOINT_URL: client.endpoint,
      AWS_REGION: client.region,
      AWS_ACCESS_KEY_ID: client.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: client.credentials.secretAccessKey,
      // Pulumi's CLI cannot be found.
      PATH: "",
    };
    Object.assign(process.env, environment);
    try {
      const { status, stdout, stderr } = await batchlineIn(
        project.root,
        "doctor",
        "--stack",
        "dev",
        "--json",
      );
      expect(status, stderr).to.equal(1);
      expect(stderr).to.match(/asking AWS: \d+ checks\n.* caller: nothing wrong\n/s);
      const { findings, ...head } = JSON.parse(stdout);
      expect(head).to.deep.equal({ stack: "dev", region: "eu-central-1", wrong: 2 });
      const wrong = findings.filter(({ status }: { readonly status: string }) => status === "wrong");
      expect(wrong.map(({ check }: { readonly check: string }) => check)).to.deep.equal([
        "deployment",
        "cost-tags",
      ]);
      expect(wrong[0]).to.have.all.keys("check", "status", "what", "why", "fix");
    } finally {
      for (const name of Object.keys(environment)) delete process.env[name];
      Object.assign(process.env, before);
      await stop();
    }
  });
});

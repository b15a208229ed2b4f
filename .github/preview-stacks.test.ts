import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { workflowFile } from "../testing/github/workflow-files.ts";

describe("the choice of stacks to preview", () => {
  const script = workflowFile("pull-request.yml").jobs.stacks?.steps[0]?.run ?? "";
  const roles = {
    ROLE_DEV: "arn:aws:iam::111122223333:role/dev",
    ROLE_PROD: "arn:aws:iam::444455556666:role/prod",
  };
  const all = { OURS: "true", BACKEND: "s3://state", REGION: "eu-central-1", ...roles };

  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "batchline-stacks-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  function choose(variables: Readonly<Record<string, string>>) {
    const output = join(folder, "output");
    writeFileSync(output, "");
    const { status, stdout } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
      encoding: "utf8",
      env: { PATH: process.env.PATH, GITHUB_OUTPUT: output, ...variables },
    });
    expect(status).to.equal(0);
    const [, include = ""] = readFileSync(output, "utf8").split("include=");
    return { include: JSON.parse(include), notices: stdout.trim() };
  }

  it("takes every stack that has a role", () => {
    expect(choose(all)).to.deep.equal({
      include: [
        { stack: "dev", role: roles.ROLE_DEV },
        { stack: "prod", role: roles.ROLE_PROD },
      ],
      notices: "",
    });
  });

  it("says of a stack without a role what is missing", () => {
    const { include, notices } = choose({ ...all, ROLE_PROD: "" });
    expect(include).to.deep.equal([{ stack: "dev", role: roles.ROLE_DEV }]);
    expect(notices).to.match(/^::notice title=No preview of prod::.*AWS_PREVIEW_ROLE_ARN_PROD\./);
  });

  it("takes none without a place for the state", () => {
    expect(choose({ ...all, BACKEND: "" }).include).to.deep.equal([]);
  });

  it("takes none for a fork, whatever else is set", () => {
    const { include, notices } = choose({ ...all, OURS: "false" });
    expect(include).to.deep.equal([]);
    expect(notices).to.include("Pull requests of forks and of Dependabot get no credentials");
  });
});

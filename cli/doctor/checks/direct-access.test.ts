import { expect } from "chai";
import { examined, lines, outputs } from "../../../testing/doctor/examined.ts";
import { directAccess } from "./direct-access.ts";

const role = "arn:aws:iam::123456789012:role/batchline-dev-catalog-import-job-12345";
const allowed = { subject: { outputs: { ...outputs, directRoles: { "catalog-import": role } } } };
const may = "note catalog-import: containers from before the broker may assume the tenant role";
const withRole = (jobRoleArn: string) => (text: string) =>
  text.replace('"startedAt": 0', `"container": { "jobRoleArn": "${jobRoleArn}" }`);
const lastUsed = (text: string) =>
  text.replace(
    "</RoleId>",
    "</RoleId><RoleLastUsed><LastUsedDate>2026-11-25T12:01:00Z</LastUsedDate></RoleLastUsed>",
  );

describe("doctor: direct access", () => {
  it("a stack that denies it: nothing wrong, and nothing is asked", async () => {
    const denied = { subject: { outputs: { ...outputs, directRoles: {} } } };
    const { findings, asked } = await examined(directAccess, denied);
    expect(findings).to.deep.equal([
      { status: "ok", what: "containers reach tenants only through the broker" },
    ]);
    expect(asked).to.deep.equal([]);
    expect(await lines(directAccess)).to.deep.equal([
      "note not checked: the stack has no output directRoles",
    ]);
  });

  it("jobs that use it: counted, of one container and of several nodes", async () => {
    const nodes = (text: string) =>
      text.replace(
        '"startedAt": 0',
        `"nodeProperties": { "nodeRangeProperties": [{ "container": { "jobRoleArn": "${role}" } }] }`,
      );
    for (const DescribeJobs of [withRole(role), nodes])
      expect(await lines(directAccess, { ...allowed, answers: { DescribeJobs } })).to.deep.equal([
        `${may}, and batchline-dev-catalog-import-job-12345 is used by 1 unfinished job`,
      ]);
  });

  it("no job that uses it: when it was last used, and how to deny it", async () => {
    const none = `${may}; no unfinished job uses batchline-dev-catalog-import-job-12345, which was last used`;
    const answers = { DescribeJobs: withRole(`${role}-other`) };
    expect(await lines(directAccess, { ...allowed, answers })).to.deep.equal([`${none} never`]);
    const { findings } = await examined(directAccess, {
      ...allowed,
      answers: { ...answers, GetRole: lastUsed },
    });
    expect(findings.map(({ what }) => `note ${what}`)).to.deep.equal([`${none} 3 days ago`]);
    expect(findings[0]?.fix).to.contain("batchline:directTenantAccess false");
  });
});

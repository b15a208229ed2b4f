import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type BatchClient,
  DescribeJobDefinitionsCommand,
  DescribeJobsCommand,
  type JobDetail,
  SubmitJobCommand,
} from "@aws-sdk/client-batch";
import { expect } from "chai";
import { rules } from "../../policies/rule-list.ts";
import { bothViews, verdicts } from "../../testing/policies/partly-known.ts";
import { eventually, type Outputs, type StageFeatures } from "./stage-features.ts";

// Found nowhere by chance, so that searching for them tells.
const user = "zz-user-5b1f0e7a";
const password = "zz-pass-c93d2286";
const key = "zz-key-07f4a1bd";

export function secrets(deployed: () => StageFeatures): void {
  describe("a stage's secrets", () => {
    let batch: BatchClient;
    let outputs: Outputs["secrets"];
    let session: string;
    let secretsFile: string;
    before(async () => {
      ({ batch, session, secretsFile } = deployed());
      outputs = deployed().outputs.secrets;
      await writeFile(
        secretsFile,
        `shop/database: { user: ${user}, password: ${password} }\napi-key: ${key}\n`,
        { mode: 0o600 },
      );
    });

    it("deploy without a warning", () => {
      expect(deployed().diagnostics).to.deep.equal([]);
    });

    const run = async (stage: string): Promise<JobDetail> => {
      const { jobId = "" } = await batch.send(
        new SubmitJobCommand({
          ...{ jobName: stage, jobQueue: outputs.queue, jobDefinition: outputs.jobs[stage] },
          shareIdentifier: "orders",
        }),
      );
      return eventually(async () => {
        const [job] = (await batch.send(new DescribeJobsCommand({ jobs: [jobId] }))).jobs ?? [];
        return job?.status === "SUCCEEDED" || job?.status === "FAILED" ? job : undefined;
      });
    };
    /** Variable → SHA-256 of its value, as the container said. */
    const said = async ({ container, status }: JobDetail): Promise<Readonly<Record<string, string>>> => {
      expect(status, container?.reason).to.equal("SUCCEEDED");
      const log = join(
        session,
        "cloudwatch",
        "stages",
        "dev",
        "jobs",
        "payments",
        `${container?.logStreamName}.log`,
      );
      const text = await readFile(log, "utf8");
      return JSON.parse(text.slice(text.indexOf("{")));
    };
    const digest = (text: string) => createHash("sha256").update(text).digest("hex");

    it("are variables of the stage's containers alone, and are written nowhere else", async () => {
      const [write, call, plain] = await Promise.all(["write", "call", "plain"].map(run));
      expect(await said(write!)).to.deep.equal({
        DATABASE_USER: digest(user),
        DATABASE_PASSWORD: digest(password),
      });
      expect(await said(call!)).to.deep.equal({ API_KEY: digest(key) });
      expect(await said(plain!)).to.deep.equal({});

      const { jobDefinitions } = await batch.send(new DescribeJobDefinitionsCommand({}));
      const told = [JSON.stringify([write, call, plain, jobDefinitions])];
      for (const file of await readdir(session, { recursive: true, withFileTypes: true })) {
        if (file.isFile()) told.push(await readFile(join(file.parentPath, file.name), "latin1"));
      }
      expect(told.length).to.be.greaterThan(3);
      for (const value of [user, password, key])
        expect(told.filter((text) => text.includes(value))).to.deep.equal([]);
    });

    it("break no rule of the policy pack", () => {
      const resources = deployed().registrations.run.resources.filter(({ name }) =>
        /^(payments|refused)/.test(name),
      );
      const { asDeployed } = bothViews(resources, resources, []);
      const checked = asDeployed.filter(({ type }) => /^aws:(iam|batch\/jobDefinition)/.test(type));
      const broken = rules.flatMap((rule) =>
        [...verdicts(rule, checked).values()].flatMap(({ violations }) => violations.map(() => rule.name)),
      );
      // It puts the tags on that the fixture leaves out.
      expect([...new Set(broken)]).to.deep.equal(["cost-allocation-tags"]);
    });

    it("are read anew for each container", async () => {
      await writeFile(secretsFile, `shop/database: { user: x, password: y }\napi-key: 007\n`);
      expect(await said(await run("call"))).to.deep.equal({ API_KEY: digest("007") });
    });

    const failure = async (stage: string) => {
      const { status, statusReason, container } = await run(stage);
      expect([status, statusReason]).to.deep.equal(["FAILED", "Task failed to start"]);
      expect(container?.exitCode).to.equal(undefined);
      return container?.reason;
    };

    it("job whose execution role may not read them: does not start", async () => {
      expect(await failure("refused")).to.match(
        /^ResourceInitializationError: unable to pull secrets or registry auth: AccessDeniedException: User: arn:aws:sts::000000000000:assumed-role\/\S+ is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:eu-central-1:123456789012:secret:api-key-Ef34Gh with an explicit deny/,
      );
      expect(deployed().aws.identity.denials.at(-1)).to.include({ action: "secretsmanager:GetSecretValue" });
    });

    it("no value on this machine: the job does not start, and the reason says where to set it", async () => {
      expect(await failure("absent")).to.equal(
        "ResourceInitializationError: unable to pull secrets or registry auth: ResourceNotFoundException: " +
          `Secrets Manager can't find the specified secret. Add a line "absent: <value>" to ${secretsFile}.`,
      );
    });

    it("missing key: the job does not start", async () => {
      expect(await failure("absent-key")).to.contain(
        "did not contain json key port (arn:aws:secretsmanager:",
      );
    });
  });
}

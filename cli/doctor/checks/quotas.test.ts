import { expect } from "chai";
import { examined, lines } from "../../../testing/doctor/examined.ts";
import { quotas } from "./quotas.ts";

/** Its value as AWS has it for each quota. */
const values = (given: Readonly<Record<string, number>>) => ({
  GetServiceQuota: (text: string, request: string) =>
    text.replace("64.0", String(given[JSON.parse(request).QuotaCode] ?? 64)),
});
describe("doctor: quotas", () => {
  it("a deployed stack: its vCPUs against the quota, and what the account has of others", async () => {
    expect(await lines(quotas, { settings: { onDemandMaxVcpus: 32 } })).to.deep.equal([
      "ok All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests (L-34B43A08): 64; the stack may use 16",
      "ok Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances (L-1216C47A): 64; the stack may use 32",
      "ok EC2-VPC Elastic IPs (L-0263D0A3): 64; 1 in use, 0 to come",
      "ok VPCs per Region (L-F678F1CE): 64; 1 in use, 0 to come",
      "ok Compute environment limit (L-144F0CA5): 64; 1 in use, 0 to come",
      "ok Job queue limit (L-4CEA37AD): 64; 1 in use, 0 to come",
      "ok state machines: 10000 is AWS's default; 1 in use, 0 to come",
    ]);
  });

  it("a new account: too few vCPUs, with the request that raises them", async () => {
    const { findings } = await examined(quotas, { answers: values({ "L-34B43A08": 5 }) });
    expect(findings[0]?.status).to.equal("wrong");
    expect(findings[0]?.fix).to.equal(
      "aws service-quotas request-service-quota-increase --service-code ec2 --quota-code L-34B43A08 " +
        "--desired-value 16 --region eu-central-1; or lower the limits of vCPUs in Pulumi.dev.yaml",
    );
  });

  it("a quota that AWS never raises: no request is advised", async () => {
    const given = { answers: values({ "L-4CEA37AD": 1 }), subject: { outputs: undefined } };
    const { findings } = await examined(quotas, given);
    const full = findings.filter(({ status }) => status === "wrong");
    expect(full.map(({ fix }) => fix)).to.deep.equal([
      "AWS does not raise it: delete job queues, or use another account",
    ]);
  });

  it("before the first deployment: addresses of NAT gateways come on top of those in use", async () => {
    const given = {
      answers: values({ "L-0263D0A3": 3 }),
      settings: { zones: 3, internet: "nat-per-zone" },
      subject: { outputs: undefined },
    };
    expect(await lines(quotas, given)).to.include(
      "wrong EC2-VPC Elastic IPs (L-0263D0A3): 3; 1 in use, 3 to come",
    );
    const without = { ...given, settings: { internet: "public-ip" } };
    expect(await lines(quotas, without)).to.include(
      "ok EC2-VPC Elastic IPs (L-0263D0A3): 3; 1 in use, 0 to come",
    );
  });

  it("a quota that the account never changed: AWS's default", async () => {
    const answers = {
      GetServiceQuota: { code: "NoSuchResourceException", message: "no such quota" },
      GetAWSDefaultServiceQuota: (text: string) => text,
    };
    const { asked } = await examined(quotas, { answers });
    expect(asked).to.include("GetAWSDefaultServiceQuota");
  });

  it("a right that is missing: a line, and the others stay", async () => {
    const message = "You are not authorized to perform: ec2:DescribeVpcs because no policy allows it";
    const found = await lines(quotas, {
      answers: { DescribeVpcs: { code: "UnauthorizedOperation", message } },
    });
    expect(found).to.include("wrong not checked: the caller lacks the right ec2:DescribeVpcs");
    expect(found.filter((line) => line.startsWith("ok"))).to.have.length(5);
  });
});

import { paginateDescribeComputeEnvironments, paginateDescribeJobQueues } from "@aws-sdk/client-batch";
import { DescribeAddressesCommand, paginateDescribeVpcs } from "@aws-sdk/client-ec2";
import { GetAWSDefaultServiceQuotaCommand, GetServiceQuotaCommand } from "@aws-sdk/client-service-quotas";
import { paginateListStateMachines } from "@aws-sdk/client-sfn";
import {
  batchQuotas,
  elasticIps,
  maxStateMachines,
  type Quota,
  vcpuQuotas,
  vpcs,
} from "@batchline/aws-facts";
import { type Check, type Finding, ok, wrong } from "../check.ts";
import { orFailure } from "../failure.ts";
import type { Subject } from "../subject.ts";

/** What the stack asks of a quota. */
interface Need {
  readonly quota: Quota;
  /** What the stack may use at most, or adds to what the account has. */
  readonly needed: number;
  /** Counts what the account has already. @default vCPUs come and go: only the need counts */
  readonly inUse?: () => Promise<number>;
  /** How to need less. */
  readonly less: string;
  /** AWS raises it never. @default false */
  readonly fixed?: true;
}

/** The account's quotas against what the stack asks for. */
export const quotas: Check = {
  name: "quotas",
  why: "Jobs above a quota of vCPUs wait RUNNABLE, without an error. A deployment above another quota stops halfway.",
  actions: [
    "servicequotas:GetServiceQuota",
    "servicequotas:GetAWSDefaultServiceQuota",
    "ec2:DescribeAddresses",
    "ec2:DescribeVpcs",
    "batch:DescribeComputeEnvironments",
    "batch:DescribeJobQueues",
    "states:ListStateMachines",
  ],
  async run(subject, signal) {
    const all = [...vcpuNeeds(subject), ...countedNeeds(subject, signal)];
    const found = [...all.map((need) => checkNeed(need, subject, signal)), stateMachines(subject, signal)];
    return Promise.all(found.map((each) => orFailure(each, quotas.actions)));
  },
};

/** The environments' limits, added up for each quota. */
function vcpuNeeds({ queues, stack }: Subject): Need[] {
  const needs = new Map<string, Need>();
  for (const { purchase, instanceTypes, maxVcpus } of queues.flatMap(({ environments }) => environments))
    for (const quota of vcpuQuotas(instanceTypes, purchase)) {
      const { needed } = needs.get(quota.code) ?? { needed: 0 };
      const less = `lower the limits of vCPUs in Pulumi.${stack}.yaml`;
      needs.set(quota.code, { quota, needed: needed + maxVcpus, less });
    }
  return [...needs.values()];
}

/** Resources that a first deployment adds to the account's. */
function countedNeeds({ clients, config, outputs, queues }: Subject, abortSignal: AbortSignal): Need[] {
  const { vpcId, internet, zones } = config;
  const adds = (needed: number) => (outputs === undefined ? needed : 0);
  const gateways =
    vpcId !== undefined ? 0 : { nat: 1, "nat-per-zone": zones, "public-ip": 0, none: 0 }[internet];
  const request = { abortSignal };
  return [
    {
      quota: elasticIps,
      needed: adds(gateways),
      inUse: async () =>
        (await clients.ec2.send(new DescribeAddressesCommand(), request)).Addresses?.length ?? 0,
      less: "release addresses, or set internet to nat or public-ip",
    },
    {
      quota: vpcs,
      needed: adds(vpcId === undefined ? 1 : 0),
      inUse: () => count(paginateDescribeVpcs({ client: clients.ec2 }, {}, request), ({ Vpcs }) => Vpcs),
      less: "delete a VPC, or set vpcId to an existing one",
    },
    {
      quota: batchQuotas.computeEnvironments,
      needed: adds(queues.flatMap(({ environments }) => environments).length),
      inUse: () =>
        count(
          paginateDescribeComputeEnvironments({ client: clients.batch }, {}, request),
          ({ computeEnvironments }) => computeEnvironments,
        ),
      less: "AWS does not raise it: delete compute environments, or use another account",
      fixed: true,
    },
    {
      quota: batchQuotas.jobQueues,
      needed: adds(queues.length),
      inUse: () =>
        count(
          paginateDescribeJobQueues({ client: clients.batch }, {}, request),
          ({ jobQueues }) => jobQueues,
        ),
      less: "AWS does not raise it: delete job queues, or use another account",
      fixed: true,
    },
  ];
}

async function checkNeed(
  need: Need,
  { clients, region }: Subject,
  abortSignal: AbortSignal,
): Promise<Finding> {
  const { service, code, name } = need.quota;
  const id = { ServiceCode: service, QuotaCode: code };
  const [limit, inUse] = await Promise.all([
    clients.quotas
      .send(new GetServiceQuotaCommand(id), { abortSignal })
      // An account that never had another value has none of its own.
      .catch((cause: Error) => {
        if (cause.name !== "NoSuchResourceException") throw cause;
        return clients.quotas.send(new GetAWSDefaultServiceQuotaCommand(id), { abortSignal });
      })
      .then(({ Quota }) => Quota?.Value ?? need.quota.default),
    need.inUse?.() ?? 0,
  ]);
  const total = inUse + need.needed;
  const asked =
    need.inUse === undefined ? `the stack may use ${total}` : `${inUse} in use, ${need.needed} to come`;
  const what = `${name} (${code}): ${limit}; ${asked}`;
  if (total <= limit) return ok(what);
  if (need.fixed) return wrong(what, need.less);
  const raise = `aws service-quotas request-service-quota-increase --service-code ${service} --quota-code ${code}`;
  return wrong(what, `${raise} --desired-value ${total} --region ${region}; or ${need.less}`);
}

/** Service Quotas does not publish a code for it. */
async function stateMachines(
  { clients, outputs, workflows }: Subject,
  abortSignal: AbortSignal,
): Promise<Finding> {
  const pages = paginateListStateMachines({ client: clients.sfn }, {}, { abortSignal });
  const inUse = await count(pages, ({ stateMachines }) => stateMachines);
  const needed = outputs === undefined ? workflows.length : 0;
  const what = `state machines: ${maxStateMachines} is AWS's default; ${inUse} in use, ${needed} to come`;
  return inUse + needed <= maxStateMachines
    ? ok(what)
    : wrong(what, "ask AWS's support for more, or delete state machines");
}

async function count<Page>(
  pages: AsyncIterable<Page>,
  items: (page: Page) => readonly unknown[] | undefined,
): Promise<number> {
  let total = 0;
  for await (const page of pages) total += items(page)?.length ?? 0;
  return total;
}

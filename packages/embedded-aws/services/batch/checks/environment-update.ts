import type {
  ComputeEnvironmentDetail,
  ComputeResourceUpdate,
  UpdateComputeEnvironmentRequest,
} from "@aws-sdk/client-batch";
import { check, checkBetween } from "./client-exception.ts";

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_UpdatePolicy.html */
const timeoutMinutes = [1, 7200] as const;

/** Changes of these scale an environment; changes of the others replace its instances. */
const scaling: readonly string[] = ["minvCpus", "maxvCpus", "desiredvCpus"];
const network: readonly string[] = ["subnets", "securityGroupIds"];

const serviceLinkedRole = /^arn:[^:]+:iam::\d{12}:role\/aws-service-role\/batch\.amazonaws\.com\//;

/** Whether Batch acts with its service-linked role: the default. */
export function hasServiceLinkedRole(serviceRole: string | undefined): boolean {
  return !serviceRole || serviceLinkedRole.test(serviceRole);
}

/** The given fields whose change replaces instances. */
export function infrastructureFields(update: ComputeResourceUpdate = {}): string[] {
  const given = Object.entries(update).filter(([, value]) => value !== undefined);
  return given
    .map(([name]) => name)
    .filter((name) => !scaling.includes(name))
    .sort();
}

/** Throws ClientException for a change that Batch refuses. */
export function checkEnvironmentUpdate(
  environment: ComputeEnvironmentDetail,
  input: UpdateComputeEnvironmentRequest,
): void {
  const { state, serviceRole, computeResources: update, updatePolicy } = input;
  check(
    state === undefined || state === "ENABLED" || state === "DISABLED",
    `state must be ENABLED or DISABLED, not ${state}`,
  );
  checkBetween(
    "updatePolicy.jobExecutionTimeoutMinutes",
    updatePolicy?.jobExecutionTimeoutMinutes ?? 1,
    timeoutMinutes,
    Number.isInteger,
  );
  check(
    serviceRole === undefined ||
      hasServiceLinkedRole(serviceRole) === hasServiceLinkedRole(environment.serviceRole),
    "serviceRole cannot change between the service-linked role and another role",
  );
  if (update === undefined) return;
  check(
    environment.type === "MANAGED",
    "computeResources can be updated in MANAGED compute environments only",
  );
  check(Object.keys(update).length > 0, "At least one compute-resources attribute must be specified");
  const { desiredvCpus, ...current } = environment.computeResources ?? {};
  checkVcpus({ ...current, ...update });
  check(
    (update.desiredvCpus ?? Number.POSITIVE_INFINITY) >= (desiredvCpus ?? 0),
    "Manually scaling down compute environment is not supported. Disconnecting job queues from compute environment will cause it to scale-down to minvCpus.",
  );
  checkInfrastructure(environment, infrastructureFields(update), input);
}

function checkVcpus({
  minvCpus = 0,
  maxvCpus = 0,
  desiredvCpus = minvCpus,
}: Pick<ComputeResourceUpdate, "minvCpus" | "maxvCpus" | "desiredvCpus">): void {
  check(
    minvCpus >= 0 && minvCpus <= desiredvCpus && desiredvCpus <= maxvCpus,
    `computeResources must have 0 <= minvCpus <= desiredvCpus <= maxvCpus, not ${minvCpus}, ${desiredvCpus} and ${maxvCpus}`,
  );
}

function checkInfrastructure(
  environment: ComputeEnvironmentDetail,
  fields: readonly string[],
  { computeResources: update = {}, serviceRole }: UpdateComputeEnvironmentRequest,
): void {
  if (fields.length === 0) return;
  if (environment.computeResources?.type?.startsWith("FARGATE")) {
    const others = fields.filter((field) => !network.includes(field));
    check(
      others.length === 0,
      `The following parameters can't be updated for Fargate compute environment: ${others.join(", ")}.`,
    );
    return;
  }
  check(
    hasServiceLinkedRole(environment.serviceRole),
    `Following fields [${fields.join(", ")}] can be updated only for Non-fargate Compute Environment having a Batch Service Linked Role`,
  );
  const { allocationStrategy: before = "BEST_FIT" } = environment.computeResources ?? {};
  const after: string = update.allocationStrategy ?? before;
  check(
    before !== "BEST_FIT" && after !== "BEST_FIT",
    `Following fields [${fields.join(", ")}] cannot be updated with the allocation strategy BEST_FIT`,
  );
  check(
    serviceRole === undefined,
    "serviceRole cannot be updated together with fields that replace instances",
  );
}

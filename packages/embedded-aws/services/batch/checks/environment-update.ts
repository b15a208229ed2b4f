import type {
  ComputeEnvironmentDetail,
  ComputeResourceUpdate,
  UpdateComputeEnvironmentRequest,
} from "@aws-sdk/client-batch";
import { check, notEmulated } from "./client-exception.ts";
import { checkVcpus } from "./compute-environment.ts";

/** Changes of these scale an environment; changes of the others replace its instances. */
const scaling: readonly string[] = ["minvCpus", "maxvCpus", "desiredvCpus"];

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
  const { serviceRole, computeResources: update } = input;
  notEmulated("unmanagedvCpus", input.unmanagedvCpus);
  check(
    serviceRole === undefined ||
      hasServiceLinkedRole(serviceRole) === hasServiceLinkedRole(environment.serviceRole),
    "serviceRole cannot change between the service-linked role and another role",
  );
  if (update === undefined) return;
  check(Object.keys(update).length > 0, "At least one compute-resources attribute must be specified");
  const { desiredvCpus, ...current } = environment.computeResources ?? {};
  checkVcpus({ ...current, ...update });
  check(
    (update.desiredvCpus ?? Number.POSITIVE_INFINITY) >= (desiredvCpus ?? 0),
    "Manually scaling down compute environment is not supported. Disconnecting job queues from compute environment will cause it to scale-down to minvCpus.",
  );
  checkInfrastructure(environment, infrastructureFields(update), input);
}

function checkInfrastructure(
  environment: ComputeEnvironmentDetail,
  fields: readonly string[],
  { computeResources: update = {}, serviceRole }: UpdateComputeEnvironmentRequest,
): void {
  if (fields.length === 0) return;
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

import type {
  ContainerProperties,
  JobDefinition,
  RegisterJobDefinitionRequest,
  RetryStrategy,
} from "@aws-sdk/client-batch";
import { accountId } from "../../../host/identity/principal.ts";
import { clientException } from "../checks/client-exception.ts";
import { checkName } from "../checks/name.ts";
import { nodeContainers } from "../multi-node/node-properties.ts";
import { resourcesOf } from "./container-properties.ts";

/** Job definitions and their revisions. */
export class JobDefinitions {
  readonly #region: string;
  /** Name → revisions, the first at 0. */
  readonly #byName = new Map<string, JobDefinition[]>();

  constructor(region: string) {
    this.#region = region;
  }

  /** Without a revision. */
  arnOf(name: string): string {
    return `arn:aws:batch:${this.#region}:${accountId}:job-definition/${name}`;
  }

  /** Makes the next revision. Throws ClientException for what Batch would not take. */
  register(spec: RegisterJobDefinitionRequest): JobDefinition {
    const name = checkName(spec.jobDefinitionName, "jobDefinitionName");
    const { type } = spec;
    if (type !== "container" && type !== "multinode") {
      throw clientException(`job definition ${name}: type ${type} is neither container nor multinode`);
    }
    const containers =
      type === "multinode" ? nodeContainers(spec.nodeProperties) : [spec.containerProperties];
    for (const container of new Set(containers)) checkContainer(name, container);
    checkRetryStrategy(spec.retryStrategy);
    checkTimeout(spec.timeout?.attemptDurationSeconds);
    const revisions = this.#byName.get(name) ?? [];
    const revision = revisions.length + 1;
    const { eksProperties: _, ...fields } = spec;
    const definition: JobDefinition = {
      ...fields,
      jobDefinitionName: name,
      jobDefinitionArn: `${this.arnOf(name)}:${revision}`,
      revision,
      status: "ACTIVE",
      type,
      parameters: spec.parameters ?? {},
      tags: spec.tags ?? {},
      platformCapabilities: spec.platformCapabilities ?? ["EC2"],
      containerOrchestrationType: "ECS",
    };
    this.#byName.set(name, [...revisions, definition]);
    return definition;
  }

  /** `name` (its latest active revision), `name:revision`, or an ARN of either form; also an inactive revision, if named. */
  find(reference: string): JobDefinition | undefined {
    const [name = "", revision] = reference.slice(reference.lastIndexOf("/") + 1).split(":");
    const revisions = this.#byName.get(name) ?? [];
    return revision === undefined
      ? revisions.findLast(({ status }) => status === "ACTIVE")
      : revisions[Number(revision) - 1];
  }

  /** Makes a revision INACTIVE; no new job can use it. Throws ClientException when it does not exist. */
  deregister(reference: string): void {
    const definition = this.find(reference);
    if (definition === undefined) throw clientException(`JobDefinition ${reference} not found`);
    definition.status = "INACTIVE";
  }

  /** All revisions, by name, latest first. */
  all(): JobDefinition[] {
    return [...this.#byName.values()].flatMap((revisions) => revisions.toReversed());
  }
}

/** Throws ClientException unless attempts are 1–10 with at most five rules. */
export function checkRetryStrategy(strategy: RetryStrategy | undefined, requestId?: string): void {
  const attempts = strategy?.attempts ?? 1;
  if (!Number.isInteger(attempts) || attempts < 1 || attempts > 10) {
    throw clientException(`Retry attempts must be between 1 and 10, not ${attempts}`, requestId);
  }
  const rules = strategy?.evaluateOnExit ?? [];
  if (rules.length > 5) {
    throw clientException(
      `retryStrategy.evaluateOnExit has ${rules.length} rules; at most 5 are allowed`,
      requestId,
    );
  }
  for (const { action, onExitCode, onReason, onStatusReason } of rules) {
    if (!/^(RETRY|EXIT)$/i.test(action ?? "")) {
      throw clientException(`evaluateOnExit.action must be RETRY or EXIT, not ${action}`, requestId);
    }
    if (onExitCode !== undefined && !/^[0-9]*\*?$/.test(onExitCode)) {
      throw clientException(
        `onExitCode takes digits and one * at the end, not ${JSON.stringify(onExitCode)}`,
        requestId,
      );
    }
    for (const glob of [onReason, onStatusReason]) {
      if (glob === undefined || /^[A-Za-z0-9.:\s]{0,512}\*?$/.test(glob)) continue;
      throw clientException(
        `onReason and onStatusReason take letters, digits, periods, colons, white space and one * at the end, not ${JSON.stringify(glob)}`,
        requestId,
      );
    }
  }
}

/** Throws ClientException unless the timeout, in seconds, is absent or at least 60. */
export function checkTimeout(seconds: number | undefined, requestId?: string): void {
  if (seconds === undefined || (Number.isInteger(seconds) && seconds >= 60)) return;
  throw clientException(`timeout.attemptDurationSeconds must be at least 60, not ${seconds}`, requestId);
}

function checkContainer(name: string, container: ContainerProperties | undefined): void {
  if (!container?.image) throw clientException(`job definition ${name}: Container image is not provided.`);
  const { vcpus, memoryMiB } = resourcesOf(container);
  if (!(vcpus > 0)) throw clientException("vCPU is not provided.");
  if (!(memoryMiB >= 4)) throw clientException("Memory is not provided.");
  for (const variable of container.environment ?? []) {
    if (!variable.name?.startsWith("AWS_BATCH")) continue;
    throw clientException(`Environment variable ${variable.name} starts with AWS_BATCH, which is reserved.`);
  }
}

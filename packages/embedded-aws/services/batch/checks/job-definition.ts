import type {
  ContainerProperties,
  JobTimeout,
  RegisterJobDefinitionRequest,
  RetryStrategy,
} from "@aws-sdk/client-batch";
import { checkConsumables } from "../consumable-resources/consumable-resources.ts";
import { resourcesOf } from "../job-definitions/container-properties.ts";
import { nodeContainers } from "../multi-node/node-properties.ts";
import { check, checkBetween } from "./client-exception.ts";

/** Throws ClientException for a definition that Batch refuses. */
export function checkJobDefinition(name: string, spec: RegisterJobDefinitionRequest): void {
  const { type } = spec;
  check(
    type === "container" || type === "multinode",
    `job definition ${name}: type ${type} is neither container nor multinode`,
  );
  const containers = type === "multinode" ? nodeContainers(spec.nodeProperties) : [spec.containerProperties];
  for (const container of new Set(containers)) {
    check(!!container?.image, `job definition ${name}: Container image is not provided.`);
    const { vcpus, memoryMiB } = resourcesOf(container);
    check(vcpus > 0, "vCPU is not provided.");
    check(memoryMiB >= 4, "Memory is not provided.");
    checkVariables(container.environment);
  }
  checkRetryAndTimeout(spec);
  checkPriority("schedulingPriority", spec.schedulingPriority);
  checkConsumables(spec.consumableResourceProperties);
}

/** Throws ClientException for a scheduling priority that Batch refuses. https://docs.aws.amazon.com/batch/latest/APIReference/API_RegisterJobDefinition.html */
export function checkPriority(field: string, priority = 0): void {
  checkBetween(field, priority, [0, 9999], Number.isInteger);
}

/** Throws ClientException for a variable of a reserved name. */
export function checkVariables(environment: ContainerProperties["environment"] = []): void {
  for (const { name } of environment) {
    check(
      !name?.startsWith("AWS_BATCH"),
      `Environment variable ${name} starts with AWS_BATCH, which is reserved.`,
    );
  }
}

/** Throws ClientException unless attempts are 1–10 with at most five valid rules, and a timeout at least 60 s. */
export function checkRetryAndTimeout(of: {
  readonly retryStrategy?: RetryStrategy | undefined;
  readonly timeout?: JobTimeout | undefined;
}): void {
  const { attempts = 1, evaluateOnExit: rules = [] } = of.retryStrategy ?? {};
  checkBetween("Retry attempts", attempts, [1, 10], Number.isInteger);
  check(rules.length <= 5, `retryStrategy.evaluateOnExit has ${rules.length} rules; at most 5 are allowed`);
  for (const { action = "", onExitCode = "", onReason = "", onStatusReason = "" } of rules) {
    check(/^(RETRY|EXIT)$/i.test(action), `evaluateOnExit.action must be RETRY or EXIT, not ${action}`);
    check(
      /^[0-9]*\*?$/.test(onExitCode),
      `onExitCode takes digits and one * at the end, not ${JSON.stringify(onExitCode)}`,
    );
    for (const glob of [onReason, onStatusReason]) {
      check(
        /^[A-Za-z0-9.:\s]{0,512}\*?$/.test(glob),
        `onReason and onStatusReason take letters, digits, periods, colons, white space and one * at the end, not ${JSON.stringify(glob)}`,
      );
    }
  }
  const seconds = of.timeout?.attemptDurationSeconds ?? 60;
  check(
    Number.isInteger(seconds) && seconds >= 60,
    `timeout.attemptDurationSeconds must be at least 60, not ${seconds}`,
  );
}

import type { JobTimeout, RegisterJobDefinitionRequest, RetryStrategy } from "@aws-sdk/client-batch";
import { checkConsumables } from "../consumable-resources/consumable-resources.ts";
import { nodeContainers } from "../multi-node/node-properties.ts";
import { check, checkBetween, notEmulated } from "./client-exception.ts";
import { checkContainer } from "./container.ts";

/** Throws ClientException for a definition that Batch refuses. The words are Batch's: https://github.com/badmintoncryer/cdk-preflight */
export function checkJobDefinition(spec: RegisterJobDefinitionRequest): void {
  const { type, containerProperties, ecsProperties, eksProperties, nodeProperties } = spec;
  checkPlatform(spec.platformCapabilities);
  check(
    containerProperties === undefined || ecsProperties === undefined,
    "Cannot use both ECS containerProperties and ecsProperties",
  );
  notEmulated("ecsProperties", ecsProperties);
  notEmulated("eksProperties", eksProperties);
  if (type === "multinode") {
    check(nodeProperties !== undefined, "Node properties of multinode job is required.");
    check(
      containerProperties === undefined,
      "Container properties should not be set for a job definition of type multinode.",
    );
    for (const container of new Set(nodeContainers(nodeProperties))) checkContainer(container);
  } else {
    check(
      containerProperties !== undefined,
      "ECS ContainerProperties, ecsProperties, or eksProperties is required when creating a job definition",
    );
    check(
      nodeProperties === undefined,
      "Node properties can only be set for a job definition of type multinode.",
    );
    checkContainer(containerProperties);
  }
  checkRetryAndTimeout(spec);
  checkPriority(spec.schedulingPriority);
  checkConsumables(spec.consumableResourceProperties);
}

function checkPlatform(capabilities: RegisterJobDefinitionRequest["platformCapabilities"] = ["EC2"]): void {
  const [capability, ...more] = capabilities;
  check(capability !== undefined && more.length === 0, "Exactly 1 capability must be provided.");
  const known: readonly string[] = ["FARGATE", "EC2", "MANAGED_INSTANCES"];
  check(
    known.includes(capability),
    `Capability ${capability} is not valid. Valid capabilities: [${known.join(", ")}]`,
  );
  check(capability === "EC2", `The platform capability ${capability} is not emulated.`);
}

/** Throws ClientException for a scheduling priority that Batch refuses. https://docs.aws.amazon.com/batch/latest/APIReference/API_RegisterJobDefinition.html */
export function checkPriority(priority: number | undefined): void {
  checkBetween(priority, [0, 9999], "Scheduling priority must be between 0 and 9999.");
}

/** Throws ClientException unless attempts are 1–10 with at most five valid rules, and a timeout at least 60 s. */
export function checkRetryAndTimeout(of: {
  readonly retryStrategy?: RetryStrategy | undefined;
  readonly timeout?: JobTimeout | undefined;
}): void {
  if (of.retryStrategy !== undefined) checkRetry(of.retryStrategy);
  const seconds = of.timeout?.attemptDurationSeconds ?? 60;
  check(
    Number.isInteger(seconds) && seconds >= 60,
    "AttemptDurationSeconds in Timeout must be at least 60 seconds.",
  );
}

function checkRetry({ attempts, evaluateOnExit: rules = [] }: RetryStrategy): void {
  check(attempts !== undefined, "RetryAttempts must be provided with retry strategy.");
  checkBetween(attempts, [1, 10], "RetryAttempts must be between 1 and 10.");
  check(rules.length <= 5, "EvaluateOnExit can have at most 5 conditions.");
  for (const { onExitCode, onReason, onStatusReason } of rules) {
    const texts = [onExitCode, onReason, onStatusReason].filter((each) => each !== undefined);
    check(
      texts.length > 0,
      "EvaluateOnExit should contain at least one of onExitCode, onReason or onStatusReason",
    );
    check(
      texts.every(({ length }) => length <= 512),
      "Evaluate on exit condition cannot exceed 512 characters.",
    );
    const isPlain =
      /^[0-9]*\*?$/.test(onExitCode ?? "") &&
      [onReason, onStatusReason].every((glob = "") => /^[A-Za-z0-9.:\s]*\*?$/.test(glob));
    check(isPlain, "Evaluate on exit condition contains restricted characters.");
  }
}

import type { EmbeddedService } from "../host/embedded-service.ts";
import { batch } from "./batch/index.ts";
import { budgets } from "./budgets/index.ts";
import { cloudwatch } from "./cloudwatch/index.ts";
import { dynamodb } from "./dynamodb/index.ts";
import { ec2 } from "./ec2/index.ts";
import { ecr } from "./ecr/index.ts";
import { ecs } from "./ecs/index.ts";
import { scheduler } from "./eventbridge-scheduler/index.ts";
import { events } from "./events/index.ts";
import { glue } from "./glue/index.ts";
import { iam } from "./iam/index.ts";
import { kms } from "./kms/index.ts";
import { lambda } from "./lambda/index.ts";
import { logs } from "./logs/index.ts";
import { s3 } from "./s3/index.ts";
import { secretsManager } from "./secrets-manager/index.ts";
import { ses } from "./ses/index.ts";
import { sns } from "./sns/index.ts";
import { sqs } from "./sqs/index.ts";
import { stepFunctions } from "./step-functions/index.ts";
import { sts } from "./sts/index.ts";
import { time } from "./time/index.ts";

/** Every service of the embedded AWS. A service starts after those that it uses: they stand before it. */
export const embeddedServices = [
  iam,
  sts,
  s3,
  dynamodb,
  logs,
  sqs,
  lambda,
  ecr,
  secretsManager,
  ses,
  sns,
  events,
  batch,
  ecs,
  stepFunctions,
  // Only checked in definitions of state machines, or declared only:
  budgets,
  cloudwatch,
  ec2,
  glue,
  kms,
  scheduler,
  time,
] as const;

type Listed = (typeof embeddedServices)[number];

/** The running services by name, for example `aws.batch`. */
export type Services = {
  readonly [S in Listed as S extends EmbeddedService<string, infer Api>
    ? Api extends undefined
      ? never
      : S["name"]
    : never]: S extends EmbeddedService<string, infer Api> ? Api : never;
};

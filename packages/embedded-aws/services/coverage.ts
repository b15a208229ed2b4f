import type { Coverage } from "../models/coverage.ts";
import type { ModelName } from "../models/model.ts";
import { coverage as batch } from "./batch/coverage.ts";
import { coverage as dynamodb } from "./dynamodb/coverage.ts";
import { coverage as ecs } from "./ecs/coverage.ts";
import { coverage as events } from "./events/coverage.ts";
import { coverage as lambda } from "./lambda/coverage.ts";
import { coverage as logs } from "./logs/coverage.ts";
import { coverage as s3 } from "./s3/coverage.ts";
import { coverage as secretsManager } from "./secrets-manager/coverage.ts";
import { coverage as ses } from "./ses/coverage.ts";
import { coverage as sns } from "./sns/coverage.ts";
import { coverage as stepFunctions } from "./step-functions/coverage.ts";
import { coverage as sts } from "./sts/coverage.ts";

export interface ServiceCoverage {
  /** As AWS calls the service. */
  readonly title: string;
  /** In `services/`. */
  readonly folder: string;
  readonly model: ModelName;
  readonly coverage: Coverage;
}

/** What the services that answer requests do with AWS's models of them. */
export const serviceCoverage: readonly ServiceCoverage[] = [
  { title: "Batch", folder: "batch", model: "batch", coverage: batch },
  { title: "CloudWatch Logs", folder: "logs", model: "logs", coverage: logs },
  { title: "DynamoDB", folder: "dynamodb", model: "dynamodb", coverage: dynamodb },
  { title: "ECS", folder: "ecs", model: "ecs", coverage: ecs },
  { title: "EventBridge", folder: "events", model: "events", coverage: events },
  { title: "Lambda", folder: "lambda", model: "lambda", coverage: lambda },
  { title: "S3", folder: "s3", model: "s3", coverage: s3 },
  { title: "Secrets Manager", folder: "secrets-manager", model: "secretsmanager", coverage: secretsManager },
  { title: "SES", folder: "ses", model: "sesv2", coverage: ses },
  { title: "SNS", folder: "sns", model: "sns", coverage: sns },
  { title: "Step Functions", folder: "step-functions", model: "stepfunctions", coverage: stepFunctions },
  { title: "STS", folder: "sts", model: "sts", coverage: sts },
];

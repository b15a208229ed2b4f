import type { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import * as iam from "@pulumi/aws/iam/index.js";
import * as lambda from "@pulumi/aws/lambda/index.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { asset, ComponentResource } from "@pulumi/pulumi";
import { ArgumentChecks } from "../argument-error.ts";
import { logGroup, streamsOf } from "../operations/log-group.ts";
import { policyDocument, type Statement, trustsService, writesLog } from "../policy-document.ts";
import { bundleHandler, handlerName, type WorkflowHandler } from "./handler-bundle.ts";

export interface BundledFunctionArgs {
  /** The source file that exports `handler`, relative to the program's folder; or one of our handlers. @example "functions/greet.ts" */
  readonly entry: string | WorkflowHandler;
  /** Its name in the console and in the log group's name. @example "metadata" */
  readonly title: string;
  /** @example "Plans runs" */
  readonly description: string;
  /** In seconds, 1–900. @example 900 */
  readonly timeoutSeconds: number;
  /** In MiB, 128–10,240; 1,769 is one vCPU. @example 1769 */
  readonly memoryMiB: number;
  /** One of CloudWatch's periods, in days. @example 30 */
  readonly logRetentionDays: number;
  /** @example { BATCHLINE_TABLE: storage.table.name } */
  readonly environment: Readonly<Record<string, Input<string>>>;
  /** Its rights beside writing its log. @example [{ Effect: "Allow", Action: "s3:GetObject", Resource: interpolate`${bucket.arn}/*` }] */
  readonly statements: readonly Statement[];
}

/**
 * A Lambda function from a source file, with its own role and log group. @throws {ArgumentError}
 * @example
 * const entry = "functions/greet.ts";
 * new BundledFunction("greet", { entry, title: "greet", description: "Greets", timeoutSeconds: 900, … });
 */
export class BundledFunction extends ComponentResource {
  readonly lambda: lambda.Function;
  readonly role: iam.Role;
  readonly logGroup: LogGroup;

  constructor(name: string, args: BundledFunctionArgs, options?: ComponentResourceOptions) {
    super("batchline:functions:BundledFunction", name, {}, options);
    const checks = new ArgumentChecks("BundledFunction", name);
    checks.wholeNumber("timeoutSeconds", args.timeoutSeconds, 1, 900);
    checks.wholeNumber("memoryMiB", args.memoryMiB, 128, 10_240);
    const parent = { parent: this };
    const { title, description, logRetentionDays } = args;
    this.logGroup = logGroup(name, { path: `functions/${title}`, retentionDays: logRetentionDays }, this);
    const assumeRolePolicy = trustsService("lambda.amazonaws.com");
    this.role = new iam.Role(name, { description, assumeRolePolicy }, parent);
    const policy = policyDocument(...args.statements, writesLog(streamsOf(this.logGroup)));
    const rights = new iam.RolePolicy(name, { role: this.role.name, policy }, parent);
    this.lambda = new lambda.Function(
      name,
      {
        description,
        runtime: "nodejs24.x",
        architectures: ["arm64"],
        handler: handlerName,
        code: new asset.FileArchive(bundleHandler(args.entry)),
        role: this.role.arn,
        timeout: args.timeoutSeconds,
        memorySize: args.memoryMiB,
        environment: { variables: { NODE_OPTIONS: "--enable-source-maps", ...args.environment } },
        // State machines call a version, so that an execution under way goes on with the code that it began with.
        publish: true,
        loggingConfig: { logFormat: "JSON", logGroup: this.logGroup.name },
      },
      { ...parent, dependsOn: [rights] },
    );
    this.registerOutputs({ arn: this.lambda.arn });
  }
}

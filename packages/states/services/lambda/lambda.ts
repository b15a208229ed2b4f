import { permissionNear } from "../../core/permission.ts";
import type { Recorder } from "../../core/recorder.ts";
import type { Retrier } from "../../core/retry.ts";
import { type TaskOptions, task } from "../../core/task.ts";
import { toNode } from "../../expression/literal.ts";
import { stateResult } from "../../expression/node.ts";
import type { Expr, Value } from "../../expression/types.ts";
import { waitForTaskToken } from "../service-base.ts";

declare const signature: unique symbol;

/** A Lambda function that takes a `P` and returns an `R`. */
export interface LambdaFunction<in P, out R> {
  /** Its ARN. */
  readonly functionArn: Value<string>;
  readonly [signature]?: (payload: P) => R;
}

/** The Lambda function with this ARN, usually a token. The types of its payload and result are not checked.
 * @example const price = lambdaFunction<{ sku: string }, { euros: number }>(token("priceFunction")); */
export function lambdaFunction<P, R>(functionArn: Value<string>): LambdaFunction<P, R> {
  return { functionArn };
}

/** Transient errors of the Lambda service, retried as AWS recommends.
 * https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html */
const lambdaRetry: readonly Retrier[] = [
  {
    errors: [
      "Lambda.ClientExecutionTimeoutException",
      "Lambda.ServiceException",
      "Lambda.AWSLambdaException",
      "Lambda.SdkClientException",
      "Lambda.TooManyRequestsException",
    ],
    intervalSeconds: 2,
    maxAttempts: 6,
    backoffRate: 2,
    jitter: "FULL",
  },
];

/** Adds a Task state that calls a function and waits for its result. With `waits`, it waits for a report with its task token. */
export function invoke<R>(
  recorder: Recorder,
  name: string,
  { functionArn }: LambdaFunction<never, R>,
  payload: unknown,
  { waits, ...options }: TaskOptions & { readonly waits: boolean },
): Expr<R> {
  return task(recorder, name, {
    retry: lambdaRetry,
    ...options,
    resource: `arn:aws:states:::lambda:invoke${waits ? waitForTaskToken : ""}`,
    // Step Functions sends text as it is, so that text must be JSON.
    arguments: toNode({
      FunctionName: functionArn,
      Payload: typeof payload === "string" ? JSON.stringify(payload) : payload,
    }),
    permissions: [permissionNear(["lambda:InvokeFunction"], functionArn, withAllVersions)],
    ...(!waits && { result: { kind: "field", of: stateResult, name: "Payload" } }),
  });
}

/**
 * The function and all of its versions, if `arn` names a version. Executions under way still call the one that they began with.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html#versioning-versions-using
 */
function withAllVersions(arn: string): readonly string[] {
  const fn = arn.split(":").slice(0, 7).join(":");
  return arn === fn ? [arn] : [fn, `${fn}:*`];
}

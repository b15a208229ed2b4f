import type { Block } from "../../authoring/block.ts";
import type { Retrier } from "../../core/retry.ts";
import { type TaskOptions, task } from "../../core/task.ts";
import { toNode } from "../../expression/literal.ts";
import { stateResult } from "../../expression/node.ts";
import type { Expr, Value } from "../../expression/types.ts";
import type { Call } from "../parameters.ts";
import { taskToken, waitForTaskToken } from "../task-token.ts";

declare const signature: unique symbol;

/** A Lambda function that takes a `P` and returns an `R`. */
export interface LambdaFunction<in P, out R> {
  /** Its ARN. */
  readonly functionArn: Value<string>;
  readonly [signature]?: (payload: P) => R;
}

/** The function at `functionArn`, usually a token; what it takes and returns is yours to say. */
export function lambdaFunction<P, R>(functionArn: Value<string>): LambdaFunction<P, R> {
  return { functionArn };
}

/**
 * Faults of the Lambda service that pass, as AWS recommends to retry.
 * https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html
 */
export const lambdaRetry: readonly Retrier[] = [
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

const resource = "arn:aws:states:::lambda:invoke";

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html */
export const lambdaCalls: Readonly<Record<string, Call>> = {
  [resource]: {
    required: ["FunctionName"],
    parameters: {
      ClientContext: true,
      FunctionName: true,
      InvocationType: true,
      Payload: true,
      Qualifier: true,
    },
  },
};

/** Adds a Task state that calls `target` and waits for its answer. */
export function invoke<P, R>(
  block: Block,
  name: string,
  target: LambdaFunction<P, R>,
  payload: Value<NoInfer<P>>,
  options?: TaskOptions,
): Expr<R> {
  return task(block, name, {
    ...draft(target.functionArn, payload, options),
    resource,
    result: { kind: "field", of: stateResult, name: "Payload" },
  });
}

/** Adds a Task state that calls `target` with a task token and waits until someone reports with it. */
export function invokeWithCallback<P, R>(
  block: Block,
  name: string,
  target: LambdaFunction<P, R>,
  payload: (taskToken: Expr<string>) => Value<NoInfer<P>>,
  options?: TaskOptions,
): Expr<R> {
  return task(block, name, {
    ...draft(target.functionArn, payload(taskToken), options),
    resource: resource + waitForTaskToken,
  });
}

const draft = <P>(functionArn: Value<string>, payload: Value<P>, options?: TaskOptions) => ({
  retry: lambdaRetry,
  ...options,
  arguments: toNode({ FunctionName: functionArn, Payload: payload }),
  permissions: [{ actions: ["lambda:InvokeFunction"], resources: [{ arn: toNode(functionArn) }] }],
});

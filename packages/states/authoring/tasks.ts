import type { Recorder } from "../core/recorder.ts";
import { type AnyTask, anyTask, type TaskOptions } from "../core/task.ts";
import type { AnyValue, Expr, Value } from "../expression/types.ts";
import {
  type EndedJob,
  type SubmitJobArguments,
  type SubmittedJob,
  submitJob,
} from "../services/batch/batch.ts";
import { batchChain } from "../services/batch/batch-chain.ts";
import type { BatchChainOptions, ChainOutcome, ChainStages } from "../services/batch/chain.ts";
import {
  type MultiNodeJob,
  type MultiNodeOutcome,
  runMultiNodeJob,
} from "../services/batch/multi-node-job.ts";
import { DynamoDb } from "../services/dynamodb/dynamodb.ts";
import { Ecs } from "../services/ecs/ecs.ts";
import { Events } from "../services/events/events.ts";
import { Glue } from "../services/glue/glue.ts";
import { invoke, type LambdaFunction } from "../services/lambda/lambda.ts";
import { S3 } from "../services/s3/s3.ts";
import { taskToken, type WithToken } from "../services/service-base.ts";
import { Ses } from "../services/ses/ses.ts";
import { Sns } from "../services/sns/sns.ts";
import { Sqs } from "../services/sqs/sqs.ts";
import { Executions } from "../services/step-functions/executions.ts";

/** The tasks of a block. */
export abstract class Tasks {
  readonly #recorder: Recorder;
  readonly dynamodb: DynamoDb;
  readonly ecs: Ecs;
  readonly events: Events;
  /** Executions of other state machines. */
  readonly executions: Executions;
  readonly glue: Glue;
  readonly s3: S3;
  readonly ses: Ses;
  readonly sns: Sns;
  readonly sqs: Sqs;

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
    this.dynamodb = new DynamoDb(recorder);
    this.ecs = new Ecs(recorder);
    this.events = new Events(recorder);
    this.executions = new Executions(recorder);
    this.glue = new Glue(recorder);
    this.s3 = new S3(recorder);
    this.ses = new Ses(recorder);
    this.sns = new Sns(recorder);
    this.sqs = new Sqs(recorder);
  }

  /** Calls a Lambda function and returns its result. Retries transient errors of the Lambda service.
   * @example const { euros } = m.invoke("Price", price, { sku: m.input.sku }); */
  invoke<P, R>(
    name: string,
    target: LambdaFunction<P, R>,
    payload: Value<NoInfer<P>>,
    options?: TaskOptions,
  ): Expr<R> {
    return invoke(this.#recorder, name, target, payload, { ...options, waits: false });
  }

  /** Calls a Lambda function with a task token and waits until an `R` is reported with the token.
   * @example const approved = m.invokeWithCallback("Ask", ask, (taskToken) => ({ id: m.input.id, taskToken })); */
  invokeWithCallback<P, R>(
    name: string,
    target: LambdaFunction<P, R>,
    payload: WithToken<Value<NoInfer<P>>>,
    options?: TaskOptions,
  ): Expr<R> {
    return invoke(this.#recorder, name, target, payload(taskToken), { ...options, waits: true });
  }

  /** Submits an AWS Batch job and does not wait for it.
   * @example m.submitJob("Start", { JobName: "report", JobQueue: token("queue"), JobDefinition: token("report") }) */
  submitJob(name: string, job: SubmitJobArguments, options?: TaskOptions): Expr<SubmittedJob> {
    return submitJob(this.#recorder, name, "", job, options);
  }

  /** Submits an AWS Batch job and waits until it ends. Fails with States.TaskFailed when the job fails; the cause has the job.
   * @example m.submitJobSync("Run", { JobName: "report", JobQueue: token("queue"), JobDefinition: token("report") }) */
  submitJobSync(name: string, job: SubmitJobArguments, options?: TaskOptions): Expr<EndedJob> {
    return submitJob(this.#recorder, name, ".sync", job, options);
  }

  /** Runs a multi-node parallel job of AWS Batch: submits it, looks at it each five to sixty seconds until it ends. Does not fail: it
   * returns the outcome. `submitJobSync` cannot run such a job. A look takes ten events of the execution, so give each job its own, in
   * a distributed map.
   * @example const { jobId, error } = m.runMultiNodeJob("Train", { JobName: "train", JobQueue: token("queue"), JobDefinition: token("train") }); */
  runMultiNodeJob(name: string, job: MultiNodeJob): Expr<MultiNodeOutcome> {
    return runMultiNodeJob(this.#recorder, name, job);
  }

  /** Submits one Batch job per stage, each depending on those it needs, and waits for the last ones. It does not fail:
   * it returns the outcome. With a size above 1, the jobs are arrays whose elements advance one by one (`N_TO_N`).
   * @throws {StatesError} BL-S017 when the stages are not a chain, BL-S010 when a stage needs too many.
   * @example
   * const stages = { fetch: { jobDefinition: token("fetch") }, scale: { jobDefinition: token("scale"), needs: ["fetch"] } };
   * const { jobs, error } = m.batchChain("Import", stages, { jobQueue: token("queue"), size: 10 }); */
  batchChain<Name extends string>(
    name: string,
    stages: ChainStages<Name, NoInfer<Name>>,
    options: BatchChainOptions,
  ): Expr<ChainOutcome<Name>> {
    return batchChain(this.#recorder, name, stages, options);
  }

  /** A task of any integration, when the builder has no method for it. The type `R` of its result is not checked.
   * @example m.task("Run", { resource: "arn:aws:states:::athena:startQueryExecution", arguments: { … }, allow: [ … ] }) */
  task<R>(name: string, call: AnyTask): Expr<R> {
    return anyTask(this.#recorder, name, call);
  }

  /** Calls any action of any AWS service, when the builder has no method for it. `service` and `action` are in camel
   * case, as in Step Functions' integration of the AWS SDK. The type `R` of the response is not checked.
   * @example
   * const allow = [{ actions: ["s3:ListAllMyBuckets"], resources: ["*"] }];
   * m.awsSdk<{ Buckets: { Name: string }[] }>("List", "s3", "listBuckets", {}, { allow }) */
  awsSdk<R>(
    name: string,
    service: string,
    action: string,
    args: AnyValue,
    options: Omit<AnyTask, "resource" | "arguments">,
  ): Expr<R> {
    const resource = `arn:aws:states:::aws-sdk:${service}:${action}`;
    return anyTask(this.#recorder, name, { ...options, resource, arguments: args });
  }
}

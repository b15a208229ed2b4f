import type { Block } from "../../authoring/block.ts";
import { type TaskOptions, task } from "../../core/task.ts";
import { toNode } from "../../expression/literal.ts";
import type { Expr, Value } from "../../expression/types.ts";
import type { Permission } from "../../permissions.ts";
import { siblingArn } from "../arn.ts";
import type { Call } from "../parameters.ts";
import { taskToken, waitForTaskToken } from "../task-token.ts";
import { passingFaults } from "../transient-errors.ts";

/** Of RunTask's request, in the spelling of Step Functions. */
export interface RunTaskArguments {
  /** ARN. */
  readonly Cluster: Value<string>;
  /** ARN with revision. */
  readonly TaskDefinition: Value<string>;
  /** @default the cluster's own strategy */
  readonly LaunchType?: "EC2" | "EXTERNAL" | "FARGATE";
  readonly NetworkConfiguration?: {
    readonly AwsvpcConfiguration: {
      readonly Subnets: readonly Value<string>[];
      readonly SecurityGroups?: readonly Value<string>[];
      readonly AssignPublicIp?: "DISABLED" | "ENABLED";
    };
  };
  readonly Overrides?: {
    readonly ContainerOverrides?: readonly {
      readonly Name: Value<string>;
      readonly Command?: readonly Value<string>[];
      readonly Environment?: readonly { readonly Name: string; readonly Value: Value<string> }[];
    }[];
  };
}

/** What the execution role may hand on. */
export interface PassedRoles {
  /** ARNs of the task definition's task role and execution role: RunTask hands them on. */
  readonly roles: readonly Value<string>[];
}

export interface StartedTasks {
  readonly Tasks: readonly { readonly TaskArn: string; readonly LastStatus: string }[];
  readonly Failures: readonly { readonly Arn?: string; readonly Reason?: string }[];
}

/** A task whose containers have all ended with exit code 0. */
export interface StoppedTask {
  readonly TaskArn: string;
  readonly LastStatus: "STOPPED";
  readonly Containers: readonly { readonly Name: string; readonly ExitCode: number }[];
}

const resource = "arn:aws:states:::ecs:runTask";

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html */
export const ecsCalls: Readonly<Record<string, Call>> = {
  [resource]: {
    required: ["TaskDefinition"],
    parameters: {
      CapacityProviderStrategy: true,
      Cluster: true,
      EnableECSManagedTags: true,
      EnableExecuteCommand: true,
      Group: true,
      LaunchType: true,
      NetworkConfiguration: {
        AwsvpcConfiguration: { AssignPublicIp: true, SecurityGroups: true, Subnets: true },
      },
      Overrides: true,
      PlacementConstraints: true,
      PlacementStrategy: true,
      PlatformVersion: true,
      PropagateTags: true,
      ReferenceId: true,
      StartedBy: true,
      Tags: true,
      TaskDefinition: true,
      VolumeConfigurations: true,
    },
  },
};

/** Amazon ECS. */
export class Ecs {
  readonly #block: Block;

  constructor(block: Block) {
    this.#block = block;
  }

  /** Starts a task and does not wait for it. Check `Failures`: what could not be placed does not fail the state. */
  runTask(name: string, run: RunTaskArguments, options: PassedRoles & TaskOptions): Expr<StartedTasks> {
    return this.#run(name, "", run, options, []);
  }

  /** Runs a task to its end; fails with States.TaskFailed when a container ends with another code than 0. Stopped with the execution. */
  runTaskSync(name: string, run: RunTaskArguments, options: PassedRoles & TaskOptions): Expr<StoppedTask> {
    return this.#run(name, ".sync", run, options, waitPermissions(run.Cluster));
  }

  /** Runs a task that is given a task token and waits until someone reports an `R` with it. */
  runTaskWithCallback<R>(
    name: string,
    run: (taskToken: Expr<string>) => RunTaskArguments,
    options: PassedRoles & TaskOptions,
  ): Expr<R> {
    return this.#run(name, waitForTaskToken, run(taskToken), options, []);
  }

  #run<R>(
    name: string,
    pattern: string,
    run: RunTaskArguments,
    { roles, ...options }: PassedRoles & TaskOptions,
    more: readonly Permission[],
  ): Expr<R> {
    return task(this.#block, name, {
      retry: passingFaults("ECS.ServerException", "ECS.AmazonECSException", "ECS.SdkClientException"),
      ...options,
      resource: resource + pattern,
      arguments: toNode(run),
      permissions: [
        { actions: ["ecs:RunTask"], resources: [{ arn: toNode(run.TaskDefinition) }] },
        ...(roles.length === 0
          ? []
          : [{ actions: ["iam:PassRole"], resources: roles.map((role) => ({ arn: toNode(role) })) }]),
        ...more,
      ],
    });
  }
}

/** Ids of tasks are not known before they run: all tasks of the cluster. The rule is the one that Step Functions manages. */
function waitPermissions(cluster: Value<string>): readonly Permission[] {
  const arn = toNode(cluster);
  const rule = (of: string) => siblingArn(of, "events", "rule/StepFunctionsGetEventsForECSTaskRule");
  return [
    {
      actions: ["ecs:DescribeTasks", "ecs:StopTask"],
      resources: [{ arn, derive: (of) => `${of.replace(":cluster/", ":task/")}/*` }],
    },
    {
      actions: ["events:DescribeRule", "events:PutRule", "events:PutTargets"],
      resources: [{ arn, derive: rule }],
    },
  ];
}

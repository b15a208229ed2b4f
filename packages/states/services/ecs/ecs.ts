import { permissionNear, permissionOn } from "../../core/permission.ts";
import type { TaskOptions } from "../../core/task.ts";
import type { Expr, Value } from "../../expression/types.ts";
import { managedRule } from "../arn.ts";
import { Service, taskToken, type WithToken, waitForTaskToken } from "../service-base.ts";

interface RunTaskArguments {
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

/** The roles that the execution role may pass to the task. */
interface PassedRoles {
  /** ARNs of the task definition's task role and execution role. */
  readonly roles: readonly Value<string>[];
}

interface StartedTasks {
  readonly Tasks: readonly { readonly TaskArn: string; readonly LastStatus: string }[];
  readonly Failures: readonly { readonly Arn?: string; readonly Reason?: string }[];
}

/** A task whose containers all ended with exit code 0. */
interface StoppedTask {
  readonly TaskArn: string;
  readonly LastStatus: "STOPPED";
  readonly Containers: readonly { readonly Name: string; readonly ExitCode: number }[];
}

export class Ecs extends Service {
  /** Starts a task and does not wait for it. A task that ECS cannot place does not fail the state: check `Failures`.
   * @example m.ecs.runTask("Start", { Cluster: token("cluster"), TaskDefinition: token("task") }, { roles: [] }) */
  runTask(name: string, run: RunTaskArguments, options: PassedRoles & TaskOptions): Expr<StartedTasks> {
    return this.#run(name, "", run, options);
  }

  /** Runs a task to its end. Fails with States.TaskFailed when a container ends with an exit code other than 0. Stopped
   * with the execution.
   * @example m.ecs.runTaskSync("Run", { Cluster: cluster, TaskDefinition: task }, { roles: [token("role")] }) */
  runTaskSync(name: string, run: RunTaskArguments, options: PassedRoles & TaskOptions): Expr<StoppedTask> {
    return this.#run(name, ".sync", run, options);
  }

  /** Runs a task with a task token and waits until the task reports an `R` with it.
   * @example m.ecs.runTaskWithCallback<boolean>("Ask", (token) => taskWith(token), { roles: [] }) */
  runTaskWithCallback<R>(
    name: string,
    run: WithToken<RunTaskArguments>,
    options: PassedRoles & TaskOptions,
  ): Expr<R> {
    return this.#run(name, waitForTaskToken, run(taskToken), options);
  }

  #run<R>(
    name: string,
    pattern: string,
    run: RunTaskArguments,
    { roles, ...options }: PassedRoles & TaskOptions,
  ): Expr<R> {
    return this.call(name, options, {
      integration: `ecs:runTask${pattern}`,
      arguments: run,
      permissions: [
        permissionOn(["ecs:RunTask"], run.TaskDefinition),
        ...(roles.length === 0 ? [] : [permissionOn(["iam:PassRole"], ...roles)]),
        ...(pattern === ".sync" ? waitPermissions(run.Cluster) : []),
      ],
      transientErrors: ["ECS.ServerException", "ECS.AmazonECSException", "ECS.SdkClientException"],
    });
  }
}

/** Task ids are not known before they run: all tasks of the cluster. */
const waitPermissions = (cluster: Value<string>) => [
  permissionNear(
    ["ecs:DescribeTasks", "ecs:StopTask"],
    cluster,
    (arn) => `${arn.replace(":cluster/", ":task/")}/*`,
  ),
  managedRule("ECSTask", cluster),
];

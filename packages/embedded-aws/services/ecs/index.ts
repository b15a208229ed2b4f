import { isObject, type Json, type JsonObject } from "@batchline/asl";
import { StateError } from "@batchline/state-machines";
import type { EmbeddedService } from "../../host/embedded-service.ts";
import { batch } from "../batch/index.ts";
import { poll, runToEnd, unlessFailed } from "../step-functions/integrations/run-to-end.ts";
import type { Task } from "../step-functions/integrations/service-calls.ts";
import { ecsService } from "./container-instances-service.ts";

/** ECS: describes Batch's instances. Tasks of state machines are checked against its model, but they fail when they run. */
export const ecs: EmbeddedService<"ecs", Parameters<typeof ecsService>[0]> = {
  name: "ecs",
  start: (host) => ({ region: host.region, instances: host.of(batch).containerInstances }),
  wire: ecsService,
  calls: {
    sdkName: "ecs",
    model: "ecs",
    package: "@aws-sdk/client-ecs",
    client: "ECSClient",
    name: "Ecs",
    optimised: {
      type: "ecs",
      name: "ECS",
      baseException: "AmazonECSException",
      actions: {
        runTask: {
          patterns: ["", ".sync", ".waitForTaskToken"],
          call: (task) => (task.pattern === "" ? start : place)(task, task.request.signal),
          sync: runTask,
        },
      },
    },
  },
};

function start({ sdk, request }: Task, signal?: AbortSignal): Promise<JsonObject> {
  return sdk("runTask", request.arguments, signal);
}

/** Starts the task of a state that waits for it. The state fails if the task could not be placed. */
async function place(task: Task, signal?: AbortSignal): Promise<JsonObject> {
  const answer = await start(task, signal);
  if (!Array.isArray(answer.Failures) || answer.Failures.length === 0) return answer;
  throw new StateError("AmazonECS.Unknown", JSON.stringify(answer));
}

/**
 * Resolves to the stopped task. It fails the state unless each container ended with exit code 0; an aborted state stops it.
 * https://docs.aws.amazon.com/step-functions/latest/dg/connect-ecs.html
 */
function runTask(task: Task): Promise<Json> {
  const { sdk, request } = task;
  return runToEnd(task, {
    start: () => place(task),
    async end(answer) {
      const { Cluster, Task } = startedTask(answer);
      const stopped = await poll(task, async () => {
        const { Tasks } = await sdk("describeTasks", { Cluster, Tasks: [Task] }, request.signal);
        const found: Json | undefined = Array.isArray(Tasks) ? Tasks[0] : undefined;
        return isObject(found) && found.LastStatus === "STOPPED" ? found : undefined;
      });
      return unlessFailed(stopped, succeeded(stopped));
    },
    stop: (answer, why) =>
      sdk("stopTask", { ...startedTask(answer), Reason: `Stopped by Step Functions: ${why}` }),
  });
}

/** How later requests name the task. */
function startedTask({ Tasks }: JsonObject) {
  const started = Array.isArray(Tasks) ? Tasks[0] : undefined;
  const { TaskArn: Task = "", ClusterArn: Cluster = "" } = isObject(started) ? started : {};
  return { Cluster, Task };
}

function succeeded({ Containers }: JsonObject): boolean {
  return (
    Array.isArray(Containers) &&
    Containers.every((container: Json) => isObject(container) && container.ExitCode === 0)
  );
}

import * as cloudwatch from "@pulumi/aws/cloudwatch/dashboard.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { ComponentResource, getProject, getStack, jsonStringify } from "@pulumi/pulumi";
import type { Watched } from "./watched-resources.ts";

interface DashboardArgs extends Omit<Watched, "queues"> {
  /** @example "eu-central-1" */
  readonly region: string;
  /** @example ["arn:aws:cloudwatch:eu-central-1:123456789012:alarm:failed-runs"] */
  readonly alarmArns: readonly Input<string>[];
}

/**
 * One CloudWatch dashboard for the stack: alarms, runs of each workflow, functions.
 * @example new Dashboard("dashboard", { ...watched, region: "eu-central-1", alarmArns });
 */
export class Dashboard extends ComponentResource {
  readonly dashboard: cloudwatch.Dashboard;

  constructor(name: string, args: DashboardArgs, options?: ComponentResourceOptions) {
    super("batchline:operations:Dashboard", name, {}, options);
    const { region, alarmArns, stateMachines, functions, deadLetters } = args;
    const runs = (metric: string) =>
      Object.entries(stateMachines).map(([label, { arn }]) => {
        return ["AWS/States", metric, "StateMachineArn", arn, { label }];
      });
    const ofFunctions = (metric: string) =>
      Object.entries(functions).map(([label, { name: fn }]) => {
        return ["AWS/Lambda", metric, "FunctionName", fn, { label }];
      });
    const waiting = "ApproximateNumberOfMessagesVisible";
    const lost = Object.entries(deadLetters).map(([label, { name: queue }]) => {
      return ["AWS/SQS", waiting, "QueueName", queue, { label, stat: "Maximum" }];
    });
    const graphs = [
      { title: "Runs that succeeded", metrics: runs("ExecutionsSucceeded"), stat: "Sum" },
      { title: "Runs that failed", metrics: runs("ExecutionsFailed"), stat: "Sum" },
      { title: "How long runs took, ms", metrics: runs("ExecutionTime"), stat: "Maximum" },
      { title: "Errors of functions", metrics: ofFunctions("Errors"), stat: "Sum" },
      { title: "How long functions took, ms", metrics: ofFunctions("Duration"), stat: "Maximum" },
      { title: "Runs that schedules could not start", metrics: lost, stat: "Maximum" },
    ].filter(({ metrics }) => metrics.length > 0);
    const widgets = [
      {
        ...{ type: "alarm", x: 0, y: 0, width: 24, height: 3 },
        properties: { title: "Alarms", alarms: alarmArns },
      },
      ...graphs.map((graph, index) => ({
        ...{ type: "metric", x: (index % 3) * 8, y: 3 + Math.floor(index / 3) * 6, width: 8, height: 6 },
        properties: { ...graph, region, period: 300, view: "timeSeries" },
      })),
    ];
    const dashboardName = `${getProject()}-${getStack()}`;
    const dashboardBody = jsonStringify({ widgets });
    this.dashboard = new cloudwatch.Dashboard(name, { dashboardName, dashboardBody }, { parent: this });
    this.registerOutputs({ dashboardArn: this.dashboard.dashboardArn });
  }
}

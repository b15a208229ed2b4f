import { type Right, reproduceRights } from "../../contract/people-rights.ts";
import type { Check } from "./check.ts";
import { deployActions } from "./deploy-actions.ts";
import { queueActions } from "./deployed-queues.ts";

/** What a command may ask of AWS. Commands that are not here ask nothing. */
export interface CommandRights {
  readonly command: string;
  /** On the platform's own resources. */
  readonly own?: readonly Right[];
  /** On all resources. */
  readonly anywhere?: readonly string[];
  /** Of IAM, on roles and instance profiles that have the stack's name. */
  readonly onNames?: readonly string[];
  /** Most people never use it: without the rights nothing is wrong. @default false */
  readonly isRare?: boolean;
}

/** The rights that each command needs; `asking` are the doctor's other checks. */
export function commandRights(asking: readonly Check[]): CommandRights[] {
  return [
    {
      command: "npx batchline run <workflow> --stack <name>",
      own: [...runRights, readsFunctionLogs],
      anywhere: jobRights,
    },
    { command: "npx batchline runs --stack <name>", own: listRights },
    { command: "npx batchline why --stack <name>", own: [...listRights, ...whyRights], anywhere: waitRights },
    { command: "npx batchline costs --stack <name>", own: useRights },
    { command: "npx batchline sizes --stack <name>", own: useRights },
    {
      command: "npx batchline dashboard --stack <name>",
      own: [...listRights, ...whyRights, ...pageRights],
      anywhere: [...waitRights, ...queueActions],
    },
    { command: "npx batchline logs --stack <name>", own: logRights },
    { command: "npx batchline follow <run> --stack <name>", own: followRights, anywhere: jobRights },
    {
      command: "npx batchline stop <run> --stack <name>",
      own: [...listRights, { actions: "states:StopExecution", on: "executions" }, readsItems],
    },
    {
      command: "npx batchline rerun <run> --stack <name>",
      own: [...followRights, { actions: "states:StartExecution", on: "stateMachines" }],
      anywhere: jobRights,
    },
    {
      command: "npx batchline reproduce <run> --stack <name>",
      own: [...logRights.slice(0, 3), ...reproduceRights],
      anywhere: ["batch:DescribeJobs"],
      isRare: true,
    },
    { command: "npx batchline doctor", anywhere: doctorActions(asking) },
    {
      command: "npx pulumi up",
      isRare: true,
      anywhere: deployActions.filter((action) => !isIam(action)),
      onNames: deployActions.filter(isIam),
    },
  ];
}

const isIam = (action: string) => action.startsWith("iam:");

/** Starts a run, and follows it to its end. */
export const runRights = [
  { actions: "states:StartExecution", on: "stateMachines" },
  { actions: "states:DescribeExecution", on: "executions" },
  { actions: ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"], on: "table" },
] as const satisfies readonly Right[];

/** Lists runs. */
const listRights = [
  { actions: "states:ListExecutions", on: "stateMachines" },
  { actions: "states:DescribeExecution", on: "executions" },
  { actions: ["dynamodb:BatchGetItem", "dynamodb:Query"], on: "table" },
] as const satisfies readonly Right[];

/** Reads what runs used. */
const useRights = [
  { actions: ["dynamodb:BatchGetItem", "dynamodb:Query"], on: "table" },
] as const satisfies readonly Right[];

/** Finds out why a run failed. Without these rights it names what it could not ask. */
const whyRights = [
  { actions: "states:GetExecutionHistory", on: "executions" },
  { actions: "dynamodb:GetItem", on: "table" },
  { actions: "logs:GetLogEvents", on: "logGroups" },
  { actions: "batch:GetJobQueueSnapshot", on: "jobQueues" },
  { actions: "batch:DescribeConsumableResource", on: "consumableResources" },
] as const satisfies readonly Right[];

/** Shows the state machine, and the whole run. Without them the page shows less. Its buttons need `operateRights` as well. */
const pageRights = [
  { actions: "states:DescribeStateMachineForExecution", on: "executions" },
] as const satisfies readonly Right[];

/** Of Batch, which cannot be limited to jobs. */
const waitRights = ["batch:DescribeJobs", "batch:ListJobs"] as const;

const readsItems = { actions: "dynamodb:GetItem", on: "table" } as const satisfies Right;

/** Shows what a function wrote that died. Without it the command names what it may not read. */
const readsFunctionLogs = { actions: "logs:FilterLogEvents", on: "logGroups" } as const satisfies Right;

/** Finds a run, and follows it to its end. */
const followRights: readonly Right[] = [...listRights, readsItems, readsFunctionLogs];

/** Counts the jobs of a large run. */
const jobRights = ["batch:DescribeJobs", "batch:ListJobs"];
/** Finds a run, and reads its containers' logs. */
const logRights = [
  ...listRights.slice(0, 2),
  { actions: ["dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"], on: "table" },
  { actions: "logs:GetLogEvents", on: "logGroups" },
] as const satisfies readonly Right[];

/** The permissions check asks with these. */
export const simulation = ["iam:GetRole", "iam:SimulatePrincipalPolicy"] as const;

function doctorActions(asking: readonly Check[]): string[] {
  return [...new Set([...asking.flatMap(({ actions }) => actions), ...simulation])].sort();
}

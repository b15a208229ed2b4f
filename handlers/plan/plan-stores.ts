import { randomBytes } from "node:crypto";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SFNClient } from "@aws-sdk/client-sfn";
import type { EndRequest, EndResult } from "../../contract/end-request.ts";
import { env, jobIdVariable } from "../../contract/env.ts";
import { lives } from "../storage/executions.ts";
import { paced, required, type Stores, storesFromEnvironment } from "../storage/stores.ts";
import { endByFunction } from "./end-dead-run.ts";

/** What the planner uses beside the stores. */
export interface PlanStores extends Stores {
  /** Whether an execution lives; see `lives` of handlers/storage. */
  lives(stateMachine: string, execution: string, claimedAt: string): Promise<boolean>;
  /** Has the close function end the run of a dead execution. @throws {EndFailedError} */
  end(request: EndRequest): Promise<EndResult>;
  /** A name for a manifest, different each time. */
  nonce(): string;
  /** The code that plans, as `PlanningCode` has it. */
  readonly planner: string;
}

/** The planner's stores, as the environment names them. @throws {MissingVariableError} */
export function planStoresFromEnvironment(): PlanStores {
  const states = new SFNClient(paced);
  const lambda = new LambdaClient({});
  const { AWS_LAMBDA_FUNCTION_NAME: name, AWS_LAMBDA_FUNCTION_VERSION: version } = process.env;
  return {
    ...storesFromEnvironment(),
    lives: (stateMachine, execution, claimedAt) =>
      lives(states, stateMachine, execution, claimedAt, Date.now()),
    end: (request) => endByFunction(lambda, required(env.closeFunction), request),
    nonce: () => randomBytes(8).toString("hex"),
    planner: name === undefined ? `job ${process.env[jobIdVariable]}` : `${name}:${version}`,
  };
}

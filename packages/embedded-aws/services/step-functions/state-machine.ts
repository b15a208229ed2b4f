import type { LoggingConfiguration } from "@aws-sdk/client-sfn";
import type { StateMachineDefinition } from "@batchline/asl";

export interface StateMachineSpec {
  readonly name: string;
  /** `arn:aws:states:<region>:<account>:stateMachine:<name>` */
  readonly arn: string;
  /** The role that executions act with. It must trust states.amazonaws.com. */
  readonly roleArn: string;
  readonly definition: string;
  /** Only STANDARD, the default, is there. */
  readonly type?: string;
  /** Which events of executions are written to which log group; none by default. */
  readonly loggingConfiguration?: LoggingConfiguration;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A state machine as it is now; executions keep the one they were started with. */
export interface StateMachine extends StateMachineSpec {
  readonly parsed: StateMachineDefinition;
  readonly status: "ACTIVE" | "DELETING";
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Absent before the first update. */
  readonly revisionId?: string;
}

export function executionArn(machineArn: string, name: string): string {
  return `${machineArn.replace(":stateMachine:", ":execution:")}:${name}`;
}

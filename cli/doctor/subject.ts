import type { StackOutputs, Target } from "../../runs/stack/target.ts";
import type { AwsClients } from "./clients.ts";
import type { DeclaredStack } from "./declared-stack.ts";

/** What is examined: a stack as declared, and as deployed. */
export interface Subject extends DeclaredStack {
  /** Undefined before the first deployment. */
  readonly outputs: StackOutputs | undefined;
  /** Why there are no outputs. */
  readonly notDeployed?: string;
  /** Settings of the commands' own clients. Without a region in them, the environment's counts. */
  readonly client: Target["client"];
  readonly clients: AwsClients;
  /** Epoch milliseconds. */
  now(): number;
}

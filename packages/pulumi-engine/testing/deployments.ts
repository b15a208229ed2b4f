import { memoryState } from "../state/state-file.ts";
import { Deployment, type DeploymentOptions } from "../steps/deployment.ts";

/** A deployment of a new stack, without configuration. A failure is thrown by the call that caused it. */
export function deploymentOf(options: Partial<DeploymentOptions>): Deployment {
  return new Deployment({
    ...{ preview: false, dryRun: false, root: "/shop", provider: undefined, config: {} },
    ...{ state: memoryState(), autonaming: () => undefined, onStep: () => {}, onFailure: () => {} },
    ...options,
  });
}

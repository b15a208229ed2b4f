import type { StateResource } from "../state/state-resource.ts";
import type { Registration } from "./registration.ts";

/** What happens to a resource, as far as it is known when the hook is called. */
export interface HookEvent {
  /** As the state has it. Absent for new resources. */
  readonly old?: StateResource;
  /** With checked inputs. Absent for deletions. */
  readonly next?: Registration;
  /** Afterwards. Absent before the step, and for deletions. */
  readonly result?: StateResource;
}

/** A function of the program that is called before or after steps. */
export interface ResourceHook {
  readonly name: string;
  /** Is called in previews too. */
  readonly onDryRun: boolean;
  /** Its failures are warnings. */
  readonly ignoreErrors: boolean;
  /** Rejects with the program's error. */
  call(event: HookEvent): Promise<void>;
}

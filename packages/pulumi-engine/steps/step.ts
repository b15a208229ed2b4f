import type { RegisteredResource } from "../registrations/registration.ts";
import type { StateResource } from "../state/state-resource.ts";

/** Pulumi's names of what a deployment does to a resource. */
export type Operation =
  | "same"
  | "create"
  | "update"
  | "delete"
  | "replace"
  | "create-replacement"
  | "delete-replaced"
  | "read"
  | "read-replacement"
  | "discard"
  | "discard-replaced"
  | "import"
  | "import-replacement"
  | "remove-pending-replace";

/**
 * One step of a deployment. A replacement has three: `create-replacement` and `delete-replaced`, in the order in which they
 * happen, and `replace`, which stands for both. The steps of a refresh say how the resource has changed.
 */
export interface Step {
  readonly operation: Operation;
  readonly urn: string;
  readonly type: string;
  /** Absent for new resources. */
  readonly old?: StateResource;
  /** With checked inputs; outputs as far as they are known before the step. Absent for deletions. */
  readonly next?: RegisteredResource;
  /** Paths of changed inputs. */
  readonly changed: readonly string[];
  /** Those of them, or the options, that need a new resource. */
  readonly replaces: readonly string[];
}

/** `planned` before the step is done, in a preview too; then `done` or `failed`. */
export type StepListener = (step: Step, phase: "planned" | "done" | "failed") => void;

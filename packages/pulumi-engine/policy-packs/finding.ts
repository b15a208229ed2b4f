export type EnforcementLevel = "advisory" | "mandatory" | "remediate" | "disabled";
export type Severity = "low" | "medium" | "high" | "critical";

/** A result of a policy. */
export interface Finding {
  /**
   * `violation`: the policy is violated. `unchecked`: the policy needs a value that is known only after deployment.
   * `fixed`: the policy changed the resource's inputs.
   */
  readonly kind: "violation" | "unchecked" | "fixed";
  /** Name of the policy. */
  readonly policy: string;
  readonly enforcement: EnforcementLevel;
  readonly severity?: Severity;
  /** The policy's message, without its description. For `fixed`: the names of the changed inputs. */
  readonly message: string;
  /** The resource. Absent: the stack as a whole. */
  readonly urn?: string;
}

/** Description of a policy by its pack. */
export interface PolicyInfo {
  readonly name: string;
  /** For example a code. */
  readonly displayName: string;
  readonly description: string;
  readonly enforcement: EnforcementLevel;
  readonly severity?: Severity;
  readonly remediation: string;
  readonly url: string;
}

/** Configuration of a policy. */
export interface PolicySettings {
  readonly enforcementLevel: EnforcementLevel;
  readonly properties: Readonly<Record<string, unknown>>;
}

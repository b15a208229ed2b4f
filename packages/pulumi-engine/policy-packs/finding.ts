/** How a policy answers a violation. */
export type EnforcementLevel = "advisory" | "mandatory" | "remediate" | "disabled";
export type Severity = "low" | "medium" | "high" | "critical";

/** Something that a policy found. */
export interface Finding {
  /**
   * `violation`: the policy is not kept. `unjudged`: part of it is known only after deployment. `mended`: the policy changed
   * the resource's inputs so that it is kept.
   */
  readonly kind: "violation" | "unjudged" | "mended";
  /** The policy's name. */
  readonly policy: string;
  readonly enforcement: EnforcementLevel;
  readonly severity?: Severity;
  /** What the policy said, without its description; of `mended` the inputs that differ. */
  readonly message: string;
  /** The resource; absent: the stack as a whole. */
  readonly urn?: string;
}

/** What a policy pack says of one of its policies. */
export interface PolicyInfo {
  readonly name: string;
  /** A pretty name, for example a code. */
  readonly displayName: string;
  readonly description: string;
  readonly enforcement: EnforcementLevel;
  readonly severity?: Severity;
  readonly remediation: string;
  readonly url: string;
}

/** What a policy gets: its level, and its settings beside that. */
export interface PolicySettings {
  readonly enforcementLevel: EnforcementLevel;
  readonly properties: Readonly<Record<string, unknown>>;
}

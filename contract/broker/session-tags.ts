/** A session's tags: what it may reach. */
export interface SessionTags {
  readonly tenant: string;
  readonly workflow: string;
  readonly run: string;
  /** As keys have it: 8 digits. */
  readonly chunk: string;
}

/** The tags that a tenant role demands, no more and no fewer. Policies read them as `${aws:PrincipalTag/<name>}`. */
export const sessionTags = [
  "tenant",
  "workflow",
  "run",
  "chunk",
] as const satisfies readonly (keyof SessionTags)[];

/** A command for a terminal. */
export interface CommandView {
  /** What it does. @example "Runs the unfinished chunks again" */
  readonly does: string;
  /** @example "npx batchline rerun 20261123T215501-4f2a --stack prod" */
  readonly command: string;
}

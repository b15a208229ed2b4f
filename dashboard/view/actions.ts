/** Which buttons work. */
export interface ActionsView {
  readonly rerun: ActionView;
  readonly stop: ActionView;
}

/** Whether a button works, and why not. */
export type ActionView =
  | {
      readonly can: true;
      /** What it will do, in a sentence. */
      readonly will: string;
    }
  | { readonly can: false; readonly why: string };

/** The body of a request to rerun. */
export interface RerunRequest {
  /** Only these tenants. @default all with unfinished chunks */
  readonly tenants?: readonly string[];
}

/** The answer to a rerun or a stop. */
export interface ActionAnswer {
  /** What happened, in a sentence. */
  readonly done: string;
}

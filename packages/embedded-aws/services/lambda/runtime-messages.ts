export interface ToRuntime {
  readonly requestId: string;
  readonly functionArn: string;
  readonly payload: string;
  /** Epoch milliseconds at which the invocation times out. */
  readonly deadlineMs: number;
  /** What to write on both streams at the end. @default nothing */
  readonly endMark?: string | undefined;
}

/** The handler's module is loaded, or could not be: the process accepts invocations. */
export interface RuntimeReady {
  readonly ready: true;
}

export interface FromRuntime {
  readonly requestId: string;
  /** JSON: the handler's result, or `{ errorType, errorMessage, trace }`. */
  readonly payload: string;
  readonly functionError?: "Unhandled";
}

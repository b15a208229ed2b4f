import { CodedError } from "@batchline/diagnostics";
import type { CliErrorCode } from "./error-codes.ts";
import { exitStatus } from "./errors.ts";

/** Ctrl-C, `kill`, and a terminal that is closed. */
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
type Signal = (typeof signals)[number];

const exitStatusOf: Readonly<Record<Signal, number>> = {
  SIGINT: exitStatus.interrupted,
  SIGTERM: exitStatus.terminated,
  SIGHUP: exitStatus.hungUp,
};

/** npm forwards the Ctrl-C that its children also get from the terminal: signals this close together are one. */
const echoMs = 500;

/** How long stopping may take: the prompt is back within 5 s of Ctrl-C. */
const stopMs = 4500;

/** The reason of the signal after Ctrl-C, SIGTERM or SIGHUP. */
export class InterruptedError extends CodedError<CliErrorCode> {
  readonly exitStatus: number;

  constructor(signal: Signal) {
    super("BL-U013", signal === "SIGINT" ? "interrupted" : "terminated");
    this.exitStatus = exitStatusOf[signal];
  }
}

/**
 * Returns a signal that aborts with an `InterruptedError` on Ctrl-C, SIGTERM and SIGHUP. A second one ends the process at once, and
 * so does a stop that hangs. Containers end with the process. Call `dispose` once everything has stopped.
 */
export function interruptSignal(onFirst: () => void): { readonly signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  let first = 0;
  let impatience: NodeJS.Timeout | undefined;
  const onSignal = (signal: Signal) => {
    const reason = new InterruptedError(signal);
    if (controller.signal.aborted) {
      if (performance.now() - first > echoMs) process.exit(reason.exitStatus);
      return;
    }
    first = performance.now();
    impatience = setTimeout(() => process.exit(reason.exitStatus), stopMs).unref();
    onFirst();
    controller.abort(reason);
  };
  for (const signal of signals) process.on(signal, onSignal);
  return {
    signal: controller.signal,
    dispose: () => {
      clearTimeout(impatience);
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}

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

/** npm hands on the Ctrl-C that its children have from the terminal already: signals this close together are one. */
const echoMs = 500;

/** How long stopping may take: whoever pressed Ctrl-C has the prompt back within 5 s. */
const stopMs = 4500;

/** What `AbortSignal.reason` is after Ctrl-C, SIGTERM or SIGHUP. */
export class InterruptedError extends CodedError<CliErrorCode> {
  readonly exitStatus: number;

  constructor(signal: Signal) {
    super("BL-U013", signal === "SIGINT" ? "interrupted" : "terminated");
    this.exitStatus = exitStatusOf[signal];
  }
}

/**
 * A signal that is aborted, with an `InterruptedError`, on Ctrl-C, SIGTERM and SIGHUP. A second one ends the process at once, and so
 * does time, in case stopping hangs; containers end with the process. `dispose` says that all has stopped.
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

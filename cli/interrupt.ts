import { CodedError } from "@batchline/diagnostics";
import type { CliErrorCode } from "./error-codes.ts";
import { exitStatus } from "./errors.ts";

/** Ctrl-C, `kill`, and a closed terminal → the exit code. */
const exitStatusOf = {
  SIGINT: exitStatus.interrupted,
  SIGTERM: exitStatus.terminated,
  SIGHUP: exitStatus.hungUp,
} as const;
type Signal = keyof typeof exitStatusOf;
const signals = Object.keys(exitStatusOf) as Signal[];

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

/** Returns a signal that aborts with an `InterruptedError` on Ctrl-C, SIGTERM and SIGHUP. A second one ends the process
 * at once, and so does a stop that hangs. Containers end with the process. Call `dispose` once everything has stopped. */
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

/** Runs a command with an interrupt signal. Returns its exit code, or the signal's code if it fails after an interrupt. */
export async function interruptible(
  onFirst: () => void,
  command: (signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const interrupt = interruptSignal(onFirst);
  try {
    return await command(interrupt.signal);
  } catch (cause) {
    const { reason } = interrupt.signal;
    if (reason instanceof InterruptedError) return reason.exitStatus;
    throw cause;
  } finally {
    interrupt.dispose();
  }
}

import { exitStatus } from "./errors.ts";

/** What `AbortSignal.reason` is after Ctrl-C or SIGTERM. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  readonly exitStatus: number;

  constructor(signal: NodeJS.Signals) {
    super(signal === "SIGINT" ? "interrupted" : "terminated");
    this.exitStatus = signal === "SIGINT" ? exitStatus.interrupted : exitStatus.terminated;
  }
}

/**
 * A signal that is aborted, with an `Interrupted`, on Ctrl-C and SIGTERM. A second one ends the process at once, in case
 * stopping hangs.
 */
export function interruptSignal(onFirst: () => void): { readonly signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  const onSignal = (signal: NodeJS.Signals) => {
    const reason = new Interrupted(signal);
    if (controller.signal.aborted) process.exit(reason.exitStatus);
    onFirst();
    controller.abort(reason);
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  return {
    signal: controller.signal,
    dispose: () => process.off("SIGINT", onSignal).off("SIGTERM", onSignal),
  };
}

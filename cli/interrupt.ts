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

/** What `AbortSignal.reason` is after Ctrl-C, SIGTERM or SIGHUP. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  readonly exitStatus: number;

  constructor(signal: Signal) {
    super(signal === "SIGINT" ? "interrupted" : "terminated");
    this.exitStatus = exitStatusOf[signal];
  }
}

/**
 * A signal that is aborted, with an `Interrupted`, on Ctrl-C, SIGTERM and SIGHUP. A second one ends the process at once, in
 * case stopping hangs.
 */
export function interruptSignal(onFirst: () => void): { readonly signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  let first = 0;
  const onSignal = (signal: Signal) => {
    const reason = new Interrupted(signal);
    if (controller.signal.aborted) {
      if (performance.now() - first > echoMs) process.exit(reason.exitStatus);
      return;
    }
    first = performance.now();
    onFirst();
    controller.abort(reason);
  };
  for (const signal of signals) process.on(signal, onSignal);
  return {
    signal: controller.signal,
    dispose: () => {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}

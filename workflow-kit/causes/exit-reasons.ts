import { exitCode as codes } from "../../contract/exit-codes.ts";
import type { Explanation } from "./reason-rule.ts";

/** Signals of Linux by number. https://man7.org/linux/man-pages/man7/signal.7.html */
const signals: Readonly<Record<number, string>> = {
  ...{
    1: "SIGHUP",
    2: "SIGINT",
    3: "SIGQUIT",
    4: "SIGILL",
    5: "SIGTRAP",
    6: "SIGABRT",
    7: "SIGBUS",
    8: "SIGFPE",
  },
  ...{
    9: "SIGKILL",
    11: "SIGSEGV",
    13: "SIGPIPE",
    14: "SIGALRM",
    15: "SIGTERM",
    24: "SIGXCPU",
    31: "SIGSYS",
  },
};

const seeLog = "see its log";

/** What an exit code means that came without another reason. @example explainExit(139).sentence // "it crashed (SIGSEGV, exit code 139)" */
export function explainExit(code: number): Explanation {
  const words = (kind: Explanation["kind"], sentence: string, help: string): Explanation => ({
    kind,
    sentence: sentence.endsWith(")")
      ? sentence.replace(/\)$/, `, exit code ${code})`)
      : `${sentence} (exit code ${code})`,
    help,
  });
  switch (code) {
    case 0:
      return words("no-record", "it ended well, and left no record of its work", seeLog);
    case codes.badData:
      return words("stage", "the tenant's data is wrong, or it failed as often as it may", seeLog);
    case codes.tryAgain:
      return words("stage", "it failed temporarily as often as it may", "run the rest again");
    case codes.badConfig:
      return words("deployment", "the deployment is wrong", `${seeLog}; then deploy again`);
    case codes.interrupted:
      return words("interrupted", "it was asked to stop", "run the rest again");
    case 125:
      return words("start", "its container could not be started", seeLog);
    case 126:
      return words("start", "its program may not be executed", "build the worker image again, and deploy it");
    case 127:
      return words("start", "its program was not found", "build the worker image again, and deploy it");
    case 134:
      return words(
        "crash",
        "its program aborted",
        `${seeLog}; Node aborts when its heap is full: then raise memoryMiB`,
      );
    case 137:
      return words(
        "crash",
        "something killed it (SIGKILL)",
        `${seeLog}; its instance may have run out of memory`,
      );
    default: {
      const signal = signals[code - 128];
      if (signal !== undefined) return words("crash", `it crashed (${signal})`, seeLog);
      return words("crash", "its program crashed", seeLog);
    }
  }
}

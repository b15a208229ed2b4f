import type { RetryStrategy } from "@aws-sdk/client-batch";
import { clientException } from "./client-exception.ts";

/** Throws ClientException unless attempts are 1–10 with at most five valid rules. */
export function checkRetryStrategy(strategy: RetryStrategy | undefined): void {
  const { attempts = 1, evaluateOnExit: rules = [] } = strategy ?? {};
  if (!Number.isInteger(attempts) || attempts < 1 || attempts > 10) {
    throw clientException(`Retry attempts must be between 1 and 10, not ${attempts}`);
  }
  if (rules.length > 5) {
    throw clientException(`retryStrategy.evaluateOnExit has ${rules.length} rules; at most 5 are allowed`);
  }
  for (const { action = "", onExitCode, onReason, onStatusReason } of rules) {
    if (!/^(RETRY|EXIT)$/i.test(action)) {
      throw clientException(`evaluateOnExit.action must be RETRY or EXIT, not ${action}`);
    }
    if (onExitCode !== undefined && !/^[0-9]*\*?$/.test(onExitCode)) {
      throw clientException(
        `onExitCode takes digits and one * at the end, not ${JSON.stringify(onExitCode)}`,
      );
    }
    for (const glob of [onReason, onStatusReason]) {
      if (glob === undefined || /^[A-Za-z0-9.:\s]{0,512}\*?$/.test(glob)) continue;
      throw clientException(
        `onReason and onStatusReason take letters, digits, periods, colons, white space and one * at the end, not ${JSON.stringify(glob)}`,
      );
    }
  }
}

/** Throws ClientException unless the timeout, in seconds, is absent or at least 60. */
export function checkTimeout(seconds: number | undefined): void {
  if (seconds === undefined || (Number.isInteger(seconds) && seconds >= 60)) return;
  throw clientException(`timeout.attemptDurationSeconds must be at least 60, not ${seconds}`);
}

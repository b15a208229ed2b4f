import type { RejectedLogEventsInfo } from "@aws-sdk/client-cloudwatch-logs";
import { invalidParameter } from "./logs-errors.ts";
import type { LogEvent } from "./stream-files.ts";

const hour = 3_600_000;
const day = 24 * hour;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
const limits = {
  batchBytes: 1_048_576,
  bytesBesideMessage: 26,
  spanMs: day,
  oldMs: 14 * day,
  newMs: 2 * hour,
};

/** Throws InvalidParameterException for events that are not in the order of time, more than 24 hours, or too large. */
export function checkBatch(events: readonly LogEvent[]): void {
  const first = events[0]?.timestamp ?? 0;
  let last = first;
  let bytes = 0;
  for (const { timestamp, message } of events) {
    if (timestamp < last)
      throw invalidParameter("Log events in a single PutLogEvents request must be in chronological order.");
    last = timestamp;
    bytes += Buffer.byteLength(message) + limits.bytesBesideMessage;
  }
  if (last - first > limits.spanMs)
    throw invalidParameter(
      "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.",
    );
  if (bytes > limits.batchBytes)
    throw invalidParameter(`Upload too large: ${bytes} bytes exceeds limit of ${limits.batchBytes}`);
}

/**
 * The events that CloudWatch Logs keeps, and where the others are: older than 14 days or the group's retention, or more than two hours
 * ahead. `rejected` is undefined if all are kept. The batch must be in the order of time.
 */
export function acceptedEvents<T extends LogEvent>(
  events: readonly T[],
  now: number,
  retentionDays = Number.POSITIVE_INFINITY,
): { readonly accepted: readonly T[]; readonly rejected: RejectedLogEventsInfo | undefined } {
  const before = (time: number) => {
    const index = events.findIndex(({ timestamp }) => timestamp >= time);
    return index === -1 ? events.length : index;
  };
  const tooOld = before(now - limits.oldMs);
  const expired = before(now - retentionDays * day);
  const tooNew = before(now + limits.newMs + 1);
  const from = Math.max(tooOld, expired);
  if (from === 0 && tooNew === events.length) return { accepted: events, rejected: undefined };
  return {
    accepted: events.slice(from, tooNew),
    rejected: {
      ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
      ...(expired > tooOld && { expiredLogEventEndIndex: expired }),
      ...(tooNew < events.length && { tooNewLogEventStartIndex: tooNew }),
    },
  };
}

import type { Difference } from "./difference.ts";
import type { Recording } from "./recording.ts";

interface Exception {
  /** The recordings that it is for. */
  readonly of: (recording: Recording) => boolean;
  /** The differences that it explains. @default every one, also a failure of the replay */
  readonly explains?: (difference: Difference) => boolean;
  /** Why we do not answer as that recording does. */
  readonly reason: string;
}

/** JSONata was released on 22 November 2024. */
const beforeRelease = ({ recordedOn }: Recording) => dayOf(recordedOn) < "2024-11-22";

export const exceptions: readonly Exception[] = [
  {
    of: ({ id }) => id.startsWith("s3--complete_multipart_parts_checksum_full_object--CRC32--"),
    explains: ({ path }) => path.startsWith("complete-multipart-wrong-parts-checksum."),
    reason:
      "of several wrong parts AWS named the first in the other recordings of this kind, and the last here",
  },
  {
    of: beforeRelease,
    explains: ({ path }) => path.endsWith("EvaluationFailed].previousEventId"),
    reason:
      "before the release of JSONata the event named the one before the state; recordings of December 2024 and later name the entry",
  },
  {
    of: ({ recordedOn }) => dayOf(recordedOn) < "2024-11-13",
    explains: ({ path }) => path.endsWith("MapStateExited].previousEventId"),
    reason:
      "before November 2024 the exit of a distributed Map followed MapRunSucceeded; since then MapRunStarted",
  },
  {
    of: ({ recordedOn }) => dayOf(recordedOn) < "2023-11-15",
    explains: ({ path }) => /[Rr]edriveCount$/.test(path) || /\.[Rr]edriveStatus(Reason)?$/.test(path),
    reason: "executions were first redriven in November 2023",
  },
  {
    of: ({ recordedOn }) => dayOf(recordedOn) < "2024-11-20",
    explains: ({ path }) => path.endsWith(".encryptionConfiguration"),
    reason: "it is shown since 2024, as in a recording of November",
  },
  {
    of: ({ recordedOn }) => dayOf(recordedOn) < "2025-11-06",
    explains: ({ expected, actual }) =>
      `${withoutIds(expected)} (SDK Attempt Count: 1)` === withoutIds(actual),
    reason: "causes have the SDK's attempt count since 2025",
  },
  {
    of: ({ id }) => id.includes("send_message_no_such_queue"),
    reason: "names of hosts are not looked up for queues",
  },
  {
    of: ({ id }) => id.includes("create_duplicate_definition_format_sm"),
    reason: "the recording has lost the spaces in which the definitions differ",
  },
  {
    of: ({ id }) => id.includes("state_machine_status_filter"),
    explains: ({ path }) => path.endsWith("Error.Message") || path.endsWith("_exc.message"),
    reason: "AWS lists the values of an enumeration in the order of a hash table",
  },
  {
    of: ({ id }) => id.includes("service_lambda_map_timeout"),
    reason: "which of four tasks that time out in one moment are seen is a race",
  },
  {
    of: ({ id }) => id.includes("integer_more_than_maximum_allowed"),
    reason: "functions may have more memory today",
  },
  {
    of: ({ id }) => id.includes("list_sms_pagination"),
    explains: ({ path }) => path.startsWith("list-state-machines-page-"),
    reason: "the recording does not say how its pages were put together",
  },
  {
    of: ({ id }) => id.includes("parallel_state_nested"),
    explains: ({ path }) => path.endsWith("[of a Parallel]"),
    reason: "the recording has lost the end of the inner Parallel",
  },
  {
    of: ({ id }) => id.startsWith("base_scenarios--max_concurrency_path_negative"),
    reason: "the history was read before the execution ended",
  },
  {
    of: ({ id }) => id.startsWith("assign_reference_variables--reference_in_map_state_max_items_path"),
    reason: 'only JSONPath takes the text "2" for a number',
  },
  {
    of: ({ id }) => id.includes("invoke_json_values--0.0"),
    reason: "JavaScript does not keep 0.0 apart from 0",
  },
];

/** The reason why the recording does not count for that difference; undefined for a difference that does. */
export function reasonFor(recording: Recording, difference: Difference | undefined): string | undefined {
  return exceptions.find(
    ({ of, explains }) =>
      of(recording) && (explains === undefined || (difference !== undefined && explains(difference))),
  )?.reason;
}

function withoutIds(text: Difference["expected"]): string {
  return String(text).replaceAll(/Request ID: [^,;)]+/g, "Request ID: …");
}

/** `15-11-2024, 16:16:35` → `2024-11-15`. */
function dayOf(recordedOn: string): string {
  const [day, month, year] = recordedOn.slice(0, 10).split("-");
  return `${year}-${month}-${day}`;
}

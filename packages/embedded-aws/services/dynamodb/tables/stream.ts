import type { StreamSpecification } from "@aws-sdk/client-dynamodb";
import { invalid, validation } from "../errors.ts";
import type { TableRecord } from "./table.ts";

type Stream = TableRecord["stream"];

/** The stream of a table after a change. Its records are always empty. Throws ValidationException. */
export function changedStream(
  table: string,
  current: Stream,
  specification: StreamSpecification,
  now: number,
): Stream {
  const { StreamEnabled, StreamViewType } = specification;
  if (!StreamEnabled) {
    if (StreamViewType)
      throw invalid("If stream is being disabled, then UpdateViewType must not be specified");
    if (current === undefined) throw validation(`Table has no stream to disable: TableName: ${table}`);
    return undefined;
  }
  if (StreamViewType === undefined)
    throw invalid("If stream is being enabled then UpdateViewType is required");
  if (current !== undefined) throw validation(`Table already has an enabled stream: TableName: ${table}`);
  return streamFrom(specification, now);
}

/** The stream of a new table. Throws ValidationException. */
export function newStream(specification: StreamSpecification, now: number): Stream {
  const { StreamEnabled, StreamViewType } = specification;
  const what = `Table is being created with a stream ${StreamEnabled ? "enabled" : "disabled"}, UpdateViewType`;
  if (StreamEnabled && StreamViewType === undefined) throw invalid(`${what} is required`);
  if (!StreamEnabled && StreamViewType) throw invalid(`${what} should not be specified`);
  return StreamEnabled ? streamFrom(specification, now) : undefined;
}

function streamFrom(specification: StreamSpecification, now: number): Stream {
  return { specification, label: new Date(now).toISOString().replace("Z", "") };
}

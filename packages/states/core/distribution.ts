import type { Node } from "../expression/node.ts";
import type { Permission } from "./permission.ts";

/** Where a distributed map reads its items from. */
export interface ItemReader {
  /** For example `arn:aws:states:::s3:getObject`. */
  readonly resource: string;
  readonly arguments: Node;
  /** The ReaderConfig of a definition. */
  readonly config: Node;
}

/** The size of a batch of items: at least one limit. */
export interface Batcher {
  readonly maxItems?: Node;
  readonly maxBytes?: Node;
  readonly input: Node;
}

/** The fields of a distributed map, whose iterations are executions of their own. */
export interface Distribution {
  readonly executionType: "EXPRESS" | "STANDARD";
  readonly label?: string | undefined;
  readonly reader?: ItemReader | undefined;
  readonly selector?: Node | undefined;
  readonly batcher?: Batcher | undefined;
  readonly toleratedFailureCount?: Node | undefined;
  readonly toleratedFailurePercentage?: Node | undefined;
  /** The ResultWriter of a definition. */
  readonly writer?: Node | undefined;
  readonly permissions: readonly Permission[];
}

/** The expressions of a distribution. All are evaluated outside the iterations. */
export function distributionExpressions(distribution: Distribution): readonly Node[] {
  const { reader, selector, batcher, writer, toleratedFailureCount, toleratedFailurePercentage } =
    distribution;
  return [
    reader?.arguments,
    reader?.config,
    selector,
    batcher?.maxItems,
    batcher?.maxBytes,
    batcher?.input,
    toleratedFailureCount,
    toleratedFailurePercentage,
    writer,
  ].filter((node) => node !== undefined);
}

import type { Json } from "@batchline/asl";
import type { Distribution } from "../core/distribution.ts";
import type { MapStep } from "../core/step.ts";
import type { NameVariable } from "../expression/jsonata.ts";
import type { Node } from "../expression/node.ts";
import { toBody, toTemplate } from "./template.ts";

/** The ProcessorConfig of a map. */
export const processorConfig = ({ distribution }: MapStep) =>
  distribution === undefined
    ? { Mode: "INLINE" }
    : { Mode: "DISTRIBUTED", ExecutionType: distribution.executionType };

/** The fields of a distributed map. https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html */
export function distributionFields(
  distribution: Distribution,
  name: NameVariable,
): Readonly<Record<string, Json>> {
  const { label, reader, selector, batcher, writer } = distribution;
  const { toleratedFailureCount, toleratedFailurePercentage } = distribution;
  const template = (node: Node) => toTemplate(node, name);
  return {
    ...(label !== undefined && { Label: label }),
    ...(reader && {
      ItemReader: {
        Resource: reader.resource,
        Arguments: template(reader.arguments),
        ...(!isEmpty(reader.config) && { ReaderConfig: template(reader.config) }),
      },
    }),
    ...(selector && { ItemSelector: toBody(selector, name) }),
    ...(batcher && {
      ItemBatcher: {
        ...(batcher.maxItems && { MaxItemsPerBatch: template(batcher.maxItems) }),
        ...(batcher.maxBytes && { MaxInputBytesPerBatch: template(batcher.maxBytes) }),
        BatchInput: toBody(batcher.input, name),
      },
    }),
    ...(toleratedFailureCount && { ToleratedFailureCount: template(toleratedFailureCount) }),
    ...(toleratedFailurePercentage && { ToleratedFailurePercentage: template(toleratedFailurePercentage) }),
    ...(writer && { ResultWriter: template(writer) }),
  };
}

const isEmpty = (node: Node) => node.kind === "object" && node.entries.length === 0;

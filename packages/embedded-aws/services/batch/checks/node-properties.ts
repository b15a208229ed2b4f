import type { NodeProperties } from "@aws-sdk/client-batch";
import { clientException } from "./client-exception.ts";

/** https://docs.aws.amazon.com/batch/latest/userguide/mnp-job-def.html */
const limits = { nodes: 1000, ranges: 5 };

/** Throws ClientException for an invalid number of nodes or of ranges, and for a main node that is not a node. */
export function checkNodeProperties(
  numNodes: number,
  { mainNode = 0, nodeRangeProperties = [] }: NodeProperties,
) {
  if (!(Number.isInteger(numNodes) && numNodes >= 1 && numNodes <= limits.nodes)) {
    throw clientException(`nodeProperties.numNodes must be between 1 and ${limits.nodes}, not ${numNodes}`);
  }
  if (!(Number.isInteger(mainNode) && mainNode >= 0 && mainNode < numNodes)) {
    throw clientException(`nodeProperties.mainNode must be between 0 and ${numNodes - 1}, not ${mainNode}`);
  }
  if (nodeRangeProperties.length > limits.ranges) {
    throw clientException(`nodeProperties.nodeRangeProperties may have at most ${limits.ranges} ranges`);
  }
}

import type {
  ContainerProperties,
  NodeOverrides,
  NodeProperties,
  NodeRangeProperty,
} from "@aws-sdk/client-batch";
import { clientException } from "../checks/client-exception.ts";
import { overridden } from "../job-definitions/container-properties.ts";

/** https://docs.aws.amazon.com/batch/latest/userguide/mnp-job-def.html */
const limits = { nodes: 1000, ranges: 5 };

interface Range {
  readonly first: number;
  readonly last: number;
}

/**
 * The containers of a multi-node parallel job, by node. Where ranges are nested the smaller one counts. Throws
 * ClientException for a main node or a range that is not among the nodes, and for nodes without a container.
 */
export function nodeContainers(properties: NodeProperties | undefined): ContainerProperties[] {
  const { numNodes = 0, mainNode = 0, nodeRangeProperties = [] } = properties ?? {};
  if (!(Number.isInteger(numNodes) && numNodes >= 1 && numNodes <= limits.nodes)) {
    throw clientException(`nodeProperties.numNodes must be between 1 and ${limits.nodes}, not ${numNodes}`);
  }
  if (!(Number.isInteger(mainNode) && mainNode >= 0 && mainNode < numNodes)) {
    throw clientException(`nodeProperties.mainNode must be between 0 and ${numNodes - 1}, not ${mainNode}`);
  }
  if (nodeRangeProperties.length > limits.ranges) {
    throw clientException(`nodeProperties.nodeRangeProperties may have at most ${limits.ranges} ranges`);
  }
  const ranges = nodeRangeProperties
    .map((each) => ({ ...rangeOf(each.targetNodes, numNodes), container: containerOf(each) }))
    .sort((a, b) => a.last - a.first - (b.last - b.first));
  return Array.from({ length: numNodes }, (_, node) => {
    const range = ranges.find(({ first, last }) => first <= node && node <= last);
    if (range === undefined) throw clientException(`nodeProperties: no node range has node ${node}`);
    return range.container;
  });
}

/**
 * The properties and containers as a submission changes them. Throws ClientException for a number of nodes that does not fit the
 * definition's ranges: only one that is open at its upper end can take more or fewer.
 */
export function overriddenNodes(properties: NodeProperties | undefined, overrides: NodeOverrides = {}) {
  const numNodes = overrides.numNodes ?? properties?.numNodes;
  const ranges = properties?.nodeRangeProperties ?? [];
  if (numNodes !== properties?.numNodes && !ranges.some(({ targetNodes }) => targetNodes?.endsWith(":"))) {
    throw clientException(
      `nodeOverrides.numNodes is ${numNodes}, but the definition has no node range that is open at its upper end`,
    );
  }
  const effective: NodeProperties = { mainNode: properties?.mainNode, nodeRangeProperties: ranges, numNodes };
  const containers = nodeContainers(effective);
  for (const { targetNodes, containerOverrides } of overrides.nodePropertyOverrides ?? []) {
    const { first, last } = rangeOf(targetNodes, containers.length);
    for (let node = first; node <= last; node++) {
      const container = containers[node];
      if (container !== undefined) containers[node] = overridden(container, containerOverrides);
    }
  }
  return { properties: effective, containers };
}

/** `n:m`, `:m`, `n:` or `n`, both ends included. */
function rangeOf(targetNodes: string | undefined, numNodes: number): Range {
  const match = /^(\d*)(:?)(\d*)$/.exec(targetNodes ?? "");
  if (match !== null && targetNodes !== "") {
    const [, from = "", colon, to = ""] = match;
    const first = Number(from);
    const last = colon === "" ? first : to === "" ? numNodes - 1 : Number(to);
    if (first <= last && last < numNodes) return { first, last };
  }
  throw clientException(
    `targetNodes ${JSON.stringify(targetNodes)} is not a range among nodes 0 to ${numNodes - 1}`,
  );
}

function containerOf(range: NodeRangeProperty): ContainerProperties {
  const { container, targetNodes, consumableResourceProperties } = range;
  if (consumableResourceProperties !== undefined) {
    throw clientException(
      `node range ${targetNodes}: the embedded AWS has no consumable resources for nodes`,
    );
  }
  if (container !== undefined) return container;
  throw clientException(
    `node range ${targetNodes} has no container; ecsProperties and eksProperties are not in the embedded AWS`,
  );
}

import type {
  ContainerProperties,
  NodeOverrides,
  NodeProperties,
  NodeRangeProperty,
} from "@aws-sdk/client-batch";
import { must } from "@batchline/diagnostics";
import { check, checkBetween, clientException, notEmulated } from "../checks/client-exception.ts";
import { overridden } from "../job-definitions/container-properties.ts";

/** https://docs.aws.amazon.com/batch/latest/userguide/mnp-job-def.html */
const limits = { nodes: 1000, ranges: 5 };

/**
 * The container of each node. The smallest range around a node counts. Throws ClientException for invalid properties, and
 * for nodes without a container. https://docs.aws.amazon.com/batch/latest/userguide/mnp-job-def.html
 */
export function nodeContainers(properties: NodeProperties = {} as NodeProperties): ContainerProperties[] {
  const { numNodes = 0, mainNode = 0, nodeRangeProperties = [] } = properties;
  checkBetween(numNodes, [1, limits.nodes], `Number of nodes must be between 1 and ${limits.nodes}.`);
  checkBetween(mainNode, [0, numNodes - 1], "Main node index is out of range, must be less than numNodes.");
  check(
    nodeRangeProperties.length <= limits.ranges,
    `Maximum allowed size of node range properties is ${limits.ranges}`,
  );
  const ranges = nodeRangeProperties
    .map((each) => ({ ...rangeOf(each.targetNodes, numNodes), container: containerOf(each) }))
    .sort((a, b) => a.last - a.first - (b.last - b.first));
  return Array.from({ length: numNodes }, (_, node) => {
    const range = ranges.find(({ first, last }) => first <= node && node <= last);
    check(range !== undefined, `nodeProperties: no node range has node ${node}`);
    return range.container;
  });
}

/**
 * The properties and containers after a submission's overrides. Throws ClientException for another number of nodes, unless a
 * range is open at its upper end.
 */
export function overriddenNodes(properties: NodeProperties | undefined, overrides: NodeOverrides = {}) {
  const { mainNode = 0, nodeRangeProperties = [], numNodes: defined } = properties ?? {};
  const { numNodes = defined, nodePropertyOverrides = [] } = overrides;
  check(
    numNodes === defined || nodeRangeProperties.some(({ targetNodes }) => targetNodes?.endsWith(":")),
    `nodeOverrides.numNodes is ${numNodes}, but the definition has no node range that is open at its upper end`,
  );
  const effective = { mainNode, nodeRangeProperties, numNodes };
  const containers = nodeContainers(effective);
  for (const { targetNodes, containerOverrides } of nodePropertyOverrides) {
    const { first, last } = rangeOf(targetNodes, containers.length);
    for (let node = first; node <= last; node++) {
      const container = must(containers[node], "a range is within the nodes");
      containers[node] = overridden(container, containerOverrides);
    }
  }
  return { properties: effective, mainNode, containers };
}

/** `n:m`, `:m`, `n:` or `n`, both ends included. */
function rangeOf(targetNodes = "", numNodes: number): { readonly first: number; readonly last: number } {
  const match = /^(?!$)(\d*)(:?)(\d*)$/.exec(targetNodes);
  if (match !== null) {
    const [, from, colon, to] = match;
    const first = Number(from);
    const last = colon === "" ? first : to === "" ? numNodes - 1 : Number(to);
    if (first <= last && last < numNodes) return { first, last };
  }
  check(/^[\d:]*$/.test(targetNodes), "targetNodes should contain only digits.");
  throw clientException(
    `targetNodes ${JSON.stringify(targetNodes)} is not a range among nodes 0 to ${numNodes - 1}`,
  );
}

function containerOf(range: NodeRangeProperty): ContainerProperties {
  const { container, targetNodes, instanceTypes, ecsProperties, eksProperties } = range;
  notEmulated("nodeRangeProperties.consumableResourceProperties", range.consumableResourceProperties);
  check(
    container === undefined || ecsProperties === undefined,
    "NodeRangeProperties can not use both ecsProperties and container fields",
  );
  notEmulated("nodeRangeProperties.ecsProperties", ecsProperties);
  notEmulated("nodeRangeProperties.eksProperties", eksProperties);
  check(
    instanceTypes === undefined,
    "Using instanceTypes with nodeRangeProperty is only allowed for ecsProperties jobs.",
  );
  check(container !== undefined, `Must specify container for node range ${targetNodes}`);
  return container;
}

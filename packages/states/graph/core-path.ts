import type { Sequence } from "./model.ts";
import { leadsToRecovery } from "./recovery.ts";

/**
 * The ids of the nodes on the way that a reader takes for the usual one, which is drawn as one straight line: the longest from
 * the start, errors aside.
 */
export function corePath({ nodes, edges }: Sequence): string[] {
  const usual = edges.filter((edge) => !leadsToRecovery(edge, edges));
  const successors = Map.groupBy(usual, ({ from }) => from);
  const longest = new Map<string, readonly string[]>();
  const onTheWay = new Set<string>();

  function from(id: string): readonly string[] {
    const known = longest.get(id);
    if (known !== undefined) return known;
    onTheWay.add(id);
    const ways = (successors.get(id) ?? []).filter(({ to }) => !onTheWay.has(to)).map(({ to }) => from(to));
    onTheWay.delete(id);
    const best = ways.reduce((long, way) => (way.length > long.length ? way : long), []);
    longest.set(id, [id, ...best]);
    return [id, ...best];
  }

  const [start] = nodes;
  return start === undefined ? [] : [...from(start.id)];
}

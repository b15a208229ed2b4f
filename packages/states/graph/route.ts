import type { Point } from "./dagre.ts";

export interface Rectangle {
  /** Of the upper left corner. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A height that nodes, which edges must not run through, or a label take. */
export interface Band {
  readonly top: number;
  readonly bottom: number;
}

/** An edge before its ends are fixed. */
export interface Course {
  readonly from: Rectangle;
  readonly to: Rectangle;
  /** Points that the edge runs through, at least one; in order. */
  readonly through: readonly Point[];
  /** The height of the edge's label, in pixels. */
  readonly labelHeight: number;
  readonly labelAt: Point;
}

/**
 * The points of each edge, from border to border. Edges run straight up or down beside nodes and through their labels, and move
 * sideways only between the bands. Where several touch a node on the same side, they do so beside each other.
 */
export function route(courses: readonly Course[], bands: readonly Band[]): Point[][] {
  const ends = courses.flatMap((course) => {
    const { from, to, through } = course;
    return [
      { course, node: from, end: "from", towards: through[0]! },
      { course, node: to, end: "to", towards: through.at(-1)! },
    ] as const;
  });
  const attached = new Map<(typeof ends)[number], Point>();
  for (const atNode of Map.groupBy(ends, ({ node }) => node).values()) {
    for (const side of ["top", "bottom"] as const) {
      const here = atNode.filter(({ node, towards }) => sideOf(node, towards) === side);
      here.sort((a, b) => a.towards.x - b.towards.x);
      spread(
        here.map(({ towards }) => towards.x),
        here[0]?.node,
      ).forEach((x, index) => {
        const { node } = here[index]!;
        attached.set(here[index]!, { x, y: side === "top" ? node.y : node.y + node.height });
      });
    }
  }
  return courses.map((course, index) => {
    const [first, last] = [attached.get(ends[2 * index]!)!, attached.get(ends[2 * index + 1]!)!];
    const label = {
      top: course.labelAt.y - course.labelHeight / 2,
      bottom: course.labelAt.y + course.labelHeight / 2,
    };
    const all = [first, ...course.through, last];
    const straight = course.labelHeight > 0 ? [...bands, label] : bands;
    return all.flatMap((point, at) => {
      const upwards = (all[at + 1] ?? point).y < (all[at - 1] ?? point).y;
      const band = straight.findLast(({ top, bottom }) => top - 0.5 <= point.y && point.y <= bottom + 0.5);
      if (band === undefined) return [point];
      const enter = { x: point.x, y: upwards ? band.bottom : band.top };
      const leave = { x: point.x, y: upwards ? band.top : band.bottom };
      if (at === 0) return [point, leave];
      return at === all.length - 1 ? [enter, point] : [enter, leave];
    });
  });
}

const sideOf = ({ y, height }: Rectangle, towards: Point) => (towards.y > y + height / 2 ? "bottom" : "top");

/** Least space between two edges that touch a node, in pixels. */
const gap = 18;

/** Moves ascending `wanted` no further than needed to be on the node's border, away from its corners, and apart. */
function spread(wanted: readonly number[], node: Rectangle | undefined): number[] {
  if (node === undefined) return [];
  const middle = node.x + node.width / 2;
  // The dots at the start and at the end are touched in one point.
  const reach = node.width < 30 ? 0 : node.width * 0.34;
  const apart = Math.min(gap, (2 * reach) / Math.max(1, wanted.length - 1));
  const count = wanted.length;
  const places: number[] = [];
  wanted.forEach((x, index) => {
    const least = middle - reach + index * apart;
    const most = middle + reach - (count - 1 - index) * apart;
    places.push(Math.max(Math.min(Math.max(x, least), most), (places.at(-1) ?? -Infinity) + apart));
  });
  return places;
}

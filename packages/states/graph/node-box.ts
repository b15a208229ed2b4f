import type { PlacedSequence } from "./layout.ts";
import type { GraphNode } from "./model.ts";
import { type Font, widthOf, wrap } from "./text-size.ts";

export const nameFont: Font = { size: 14, bold: true };
export const detailFont: Font = { size: 12 };
export const labelFont: Font = { size: 12 };
/** From one baseline to the next, in pixels. */
export const lineHeight = { name: 18, detail: 16, label: 15 };

/** A Map's iteration or a Parallel's branch inside its node. */
export interface InnerBox {
  /** Of the upper left corner of the sequence's drawing, from the node's. */
  readonly x: number;
  readonly y: number;
  readonly sequence: PlacedSequence;
}

/** A node's size, in pixels, and the lines of text in it. */
export interface Box {
  readonly width: number;
  readonly height: number;
  readonly name: readonly string[];
  readonly detail: readonly string[];
  readonly inner: readonly InnerBox[];
}

const padding = { x: 16, y: 9 };
/** A choice's sides are pointed. */
export const pointed = 14;
/** Space around the sequence in a Map, and around the frame of each in a Parallel. */
const margin = 18;
/** Space between a branch and its frame. */
export const frame = 10;
/** The widest that text is in a node that has nothing but text. */
const widestText = 240;

/** @param inner The node's sequences, laid out. */
export function boxOf(node: GraphNode, inner: readonly PlacedSequence[]): Box {
  if (node.kind === "Start" || node.kind === "End") {
    return { width: 18, height: 18, name: [], detail: [], inner: [] };
  }
  const around = inner.length > 1 ? frame : 0;
  const content = inner.reduce((sum, { width }) => sum + width + 2 * around + margin, margin);
  const width = inner.length > 0 ? Math.max(content - 2 * padding.x, widestText) : widestText;
  const name = wrap(node.name, nameFont, width);
  const detail = wrap(kindAndDetail(node), detailFont, width);
  const text = Math.max(
    ...name.map((line) => widthOf(line, nameFont)),
    ...detail.map((line) => widthOf(line, detailFont)),
  );
  const heading = name.length * lineHeight.name + detail.length * lineHeight.detail + 2 * padding.y;
  if (inner.length === 0) {
    const sides = padding.x + (node.kind === "Choice" ? pointed : 0);
    return { width: Math.max(110, text + 2 * sides), height: heading, name, detail, inner: [] };
  }
  const whole = Math.max(content, text + 2 * padding.x);
  const y = heading + margin / 2 + around;
  let x = (whole - content) / 2 + margin + around;
  const places = inner.map((sequence): InnerBox => {
    const place = { x, y, sequence };
    x += sequence.width + 2 * around + margin;
    return place;
  });
  const height = y + Math.max(...inner.map((sequence) => sequence.height)) + around + margin;
  return { width: whole, height, name, detail, inner: places };
}

function kindAndDetail({ kind, detail }: GraphNode): string {
  if (kind === "Recovery") return detail ?? "";
  return detail === undefined ? kind : `${kind} · ${detail}`;
}

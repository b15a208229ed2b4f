interface Colours {
  readonly light: readonly [fill: string, line: string];
  readonly dark: readonly [fill: string, line: string];
}

const grey: Colours = { light: ["#f6f8fa", "#818b98"], dark: ["#1c2128", "#7d8590"] };
const dot: Colours = { light: ["#6e7781", "#6e7781"], dark: ["#8b949e", "#8b949e"] };

/** The colours of each kind of node, by its class. */
export const kinds: Readonly<Record<string, Colours>> = {
  task: { light: ["#ddf4ff", "#0969da"], dark: ["#0c2a4d", "#4493f8"] },
  choice: { light: ["#fff8c5", "#9a6700"], dark: ["#362a0b", "#d29922"] },
  wait: { light: ["#fff1e5", "#bc4c00"], dark: ["#3a1d0a", "#db6d28"] },
  pass: grey,
  succeed: { light: ["#dafbe1", "#1a7f37"], dark: ["#10301b", "#3fb950"] },
  fail: { light: ["#ffebe9", "#cf222e"], dark: ["#401518", "#f85149"] },
  map: { light: ["#f2fbfa", "#1b7c83"], dark: ["#0e1f22", "#39a3aa"] },
  parallel: { light: ["#fbf6ff", "#8250df"], dark: ["#1d1530", "#ab7df8"] },
  branch: { light: ["none", "#8250df"], dark: ["none", "#ab7df8"] },
  recovery: grey,
  start: dot,
  end: dot,
};

export const page = {
  light: { back: "#ffffff", text: "#1f2328", line: "#6e7781" },
  dark: { back: "#0d1117", text: "#e6edf3", line: "#8b949e" },
};

const titles = [1, 2, 3, 4, 5, 6].map((count) => `.asl .title${count} > text:nth-of-type(-n+${count})`);

/** The style sheet: texts, and the colours of dark pages. Every rule is under the class `asl`, so that it changes
 * nothing else on a page that the picture is pasted into. The background is painted: a page may be dark although the
 * reader's system is light. */
export const style = [
  `.asl text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", Arial, sans-serif; fill: ${page.light.text}; }`,
  `${titles.join(", ")} { font-size: 13px; font-weight: 600; }`,
  "@media (prefers-color-scheme: dark) {",
  `  .asl .graph > polygon { fill: ${page.dark.back}; }`,
  `  .asl text { fill: ${page.dark.text}; }`,
  `  .asl .edge > path, .asl .edge > polygon { stroke: ${page.dark.line}; }`,
  `  .asl .edge > polygon { fill: ${page.dark.line}; }`,
  ...Object.entries(kinds).map(([kind, { dark }]) => {
    const shapes = ["path", "polygon", "ellipse"].map((shape) => `.asl .${kind} > ${shape}`);
    return `  ${shapes.join(", ")} { fill: ${dark[0]}; stroke: ${dark[1]}; }`;
  }),
  "  .asl .end > ellipse + ellipse { fill: none; }",
  "}",
].join("\n");

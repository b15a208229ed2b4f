/** Fill, line of a kind of node, for a light page and for a dark one. */
const kinds: Readonly<
  Record<string, readonly [light: readonly [string, string], dark: readonly [string, string]]>
> = {
  task: [
    ["#ddf4ff", "#0969da"],
    ["#0c2a4d", "#4493f8"],
  ],
  choice: [
    ["#fff8c5", "#9a6700"],
    ["#362a0b", "#d29922"],
  ],
  wait: [
    ["#fff1e5", "#bc4c00"],
    ["#3a1d0a", "#db6d28"],
  ],
  pass: [
    ["#f6f8fa", "#818b98"],
    ["#1c2128", "#7d8590"],
  ],
  succeed: [
    ["#dafbe1", "#1a7f37"],
    ["#10301b", "#3fb950"],
  ],
  fail: [
    ["#ffebe9", "#cf222e"],
    ["#401518", "#f85149"],
  ],
  map: [
    ["#f2fbfa", "#1b7c83"],
    ["#0e1f22", "#39a3aa"],
  ],
  parallel: [
    ["#fbf6ff", "#8250df"],
    ["#1d1530", "#ab7df8"],
  ],
  recovery: [
    ["#f6f8fa", "#818b98"],
    ["#1c2128", "#7d8590"],
  ],
};

const page = {
  light: { back: "#ffffff", text: "#1f2328", quiet: "#59636e", line: "#6e7781" },
  dark: { back: "#0d1117", text: "#e6edf3", quiet: "#9198a1", line: "#8b949e" },
};

const colours = (mode: 0 | 1) => {
  const { back, text, quiet, line } = mode === 0 ? page.light : page.dark;
  return [
    `.asl .back { fill: ${back}; }`,
    `.asl text { fill: ${text}; }`,
    `.asl .detail, .asl .label { fill: ${quiet}; }`,
    `.asl .label { stroke: ${back}; }`,
    `.asl .line { stroke: ${line}; }`,
    `.asl .head, .asl .dot { fill: ${line}; }`,
    `.asl .ring { stroke: ${line}; }`,
    // Behind a label is what is around it.
    `.asl .map > g > .label { stroke: ${kinds.map?.[mode][0]}; }`,
    `.asl .parallel > g > .label { stroke: ${kinds.parallel?.[mode][0]}; }`,
    ...Object.entries(kinds).map(
      ([kind, of]) => `.asl .${kind} > .shape { fill: ${of[mode][0]}; stroke: ${of[mode][1]}; }`,
    ),
  ];
};

/**
 * The style sheet. Every rule is under the class `asl`, so that it changes nothing else on a page that the picture is pasted
 * into. The background is painted: a page may be dark though the reader's system is light.
 */
export const style = [
  `.asl text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", Arial, sans-serif; text-anchor: middle; }`,
  ".asl .name { font-size: 14px; font-weight: 600; }",
  ".asl .detail, .asl .label { font-size: 12px; }",
  ".asl .label { stroke-width: 5px; stroke-linejoin: round; paint-order: stroke; }",
  ".asl .shape { stroke-width: 1.25px; }",
  ".asl .recovery > .shape, .asl .caught, .asl .frame { stroke-dasharray: 5 4; }",
  ".asl .line, .asl .frame, .asl .ring { fill: none; stroke-width: 1.25px; }",
  ".asl .frame { stroke: #8250df; stroke-opacity: 0.45; }",
  ...colours(0),
  "@media (prefers-color-scheme: dark) {",
  ...colours(1).map((rule) => `  ${rule}`),
  "}",
].join("\n");

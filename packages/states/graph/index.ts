export { graphOf } from "./graph.ts";
export { toMermaid } from "./mermaid.ts";
export { overview } from "./overview.ts";
export { toSvg } from "./svg.ts";
export { style as graphStyle } from "./svg-style.ts";

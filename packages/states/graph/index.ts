export { graphOf } from "./graph.ts";
export { toMermaid } from "./mermaid.ts";
export { overview } from "./overview.ts";
export { toSvg } from "./svg.ts";

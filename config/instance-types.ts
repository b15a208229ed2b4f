/** A processor architecture, as AWS Lambda and ECS name it. */
export type Architecture = "arm64" | "x86_64";

/** The architecture of an instance type or family. A `g` after the generation means Graviton: `m7g`, `c7gn.xlarge`. */
export function architectureOf(type: string): Architecture {
  return /^(a1\b|[a-z]+\d+g|default_arm64)/.test(type) ? "arm64" : "x86_64";
}

import { realpathSync } from "node:fs";
import { relative } from "node:path";
import { bundle, type ModuleText, moduleFile, packageFolder } from "@batchline/bundles";

/** One of our handlers, with the program's workflows if it needs them. */
export interface WorkflowHandler {
  /** The name of the module and of its function. The broker needs no workflows. @example "plan" */
  readonly handler: "plan" | "close" | "stop" | "notify" | "broker";
  /** The module that exports `workflows`, relative to the program's folder. The bundle goes into its package. @example "workflows/declarations.ts" */
  readonly declarations: string;
}

/** The bundle's file and, after the dot, the exported function. */
export const handlerName = "index.handler";

/**
 * Bundles a source file that exports `handler`, or one of our handlers, with all imports into `index.mjs` and a source map. Paths are
 * relative to the program's folder. The same sources give the same bytes. Returns a folder below `dist/` of the source's package,
 * because text inside a resource would be copied into the stack's state.
 */
export async function bundleHandler(source: string | WorkflowHandler): Promise<string> {
  const file = realpathSync(typeof source === "string" ? source : source.declarations);
  const root = packageFolder(file);
  const entry = typeof source === "string" ? relative(root, file) : moduleText(source.handler, file);
  const options = { minifySyntax: true, minifyWhitespace: true };
  const folder = await bundle({ root, name: "index", entry, into: "dist/functions", options });
  return relative(process.cwd(), folder);
}

function moduleText(handler: WorkflowHandler["handler"], declarations: string): ModuleText {
  const ours = moduleFile(import.meta, `../../handlers/${handler}/${handler}-handler`);
  const knowsWorkflows = handler !== "broker";
  const text = [
    `import { ${handler}Handler } from ${JSON.stringify(ours)};`,
    ...(knowsWorkflows ? [`import { workflows } from ${JSON.stringify(declarations)};`] : []),
    `export const handler = ${handler}Handler(${knowsWorkflows ? "workflows" : ""});`,
  ].join("\n");
  return { title: `${handler}-handler`, text };
}

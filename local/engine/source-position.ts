import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type resourceMessages from "@pulumi/pulumi/proto/resource_pb.js";
import type { SourcePosition } from "./registration.ts";

/**
 * The innermost frame that is the program's own: in the project, outside node_modules. Undefined when there is none.
 */
export function readSourcePosition(
  request: resourceMessages.RegisterResourceRequest | resourceMessages.ReadResourceRequest,
  root: string,
): SourcePosition | undefined {
  const frames = request.getStacktrace()?.getFramesList() ?? [];
  for (const position of [request.getSourceposition(), ...frames.map((frame) => frame.getPc())]) {
    if (position === undefined) continue;
    const file = fileInProject(position.getUri(), root);
    if (file !== undefined) return { file, line: position.getLine(), column: position.getColumn() };
  }
  return undefined;
}

/** A path relative to `root` with `/`, or undefined for a file that is not the project's own. */
export function fileInProject(uri: string, root: string): string | undefined {
  // The SDK takes the file: URLs of ES modules for relative paths and turns them into URLs once more.
  const inner = uri.lastIndexOf("/file:/");
  const file = inner === -1 ? uri : `file:///${uri.slice(inner + "/file:/".length).replace(/^\/+/, "")}`;
  if (!file.startsWith("file:")) return undefined;
  const path = relative(root, fileURLToPath(file)).split(sep).join("/");
  return path.startsWith("../") || path.includes("node_modules/") ? undefined : path;
}

import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import type resourceMessages from "@pulumi/pulumi/proto/resource_pb.js";
import type { SourcePosition } from "../registrations/registration.ts";

/**
 * The innermost and the outermost frame that are the program's own: in the project, outside node_modules. The outermost only
 * where it is another.
 */
export function readSourcePositions(
  request: resourceMessages.RegisterResourceRequest | resourceMessages.ReadResourceRequest,
  root: string,
): { readonly sourcePosition?: SourcePosition; readonly sourceOrigin?: SourcePosition } {
  const frames = request.getStacktrace()?.getFramesList() ?? [];
  const own = [request.getSourceposition(), ...frames.map((frame) => frame.getPc())].flatMap((position) => {
    const file = position === undefined ? undefined : fileInProject(position.getUri(), root);
    if (position === undefined || file === undefined) return [];
    return [{ file, line: position.getLine(), column: position.getColumn() }];
  });
  const [sourcePosition] = own;
  const sourceOrigin = own.at(-1);
  return {
    ...(sourcePosition && { sourcePosition }),
    ...(sourceOrigin && !isDeepStrictEqual(sourceOrigin, sourcePosition) && { sourceOrigin }),
  };
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

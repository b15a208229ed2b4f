import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import type { ReadResourceRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb.js";
import type { SourcePosition } from "../registrations/registration.ts";

/**
 * The program's own innermost and outermost stack frames. Own: in the project, outside node_modules.
 * The outermost is absent if it is the same.
 */
export function readSourcePositions(
  request: RegisterResourceRequest | ReadResourceRequest,
  root: string,
): { readonly sourcePosition?: SourcePosition; readonly sourceOrigin?: SourcePosition } {
  const frames = request.getStacktrace()?.getFramesList() ?? [];
  const own = [request.getSourceposition(), ...frames.map((frame) => frame.getPc())].flatMap((position) => {
    const file = position && fileInProject(position.getUri(), root);
    return position === undefined || file === undefined
      ? []
      : [{ file, line: position.getLine(), column: position.getColumn() }];
  });
  const [sourcePosition] = own;
  const sourceOrigin = own.at(-1);
  return {
    ...(sourcePosition && { sourcePosition }),
    ...(sourceOrigin && !isDeepStrictEqual(sourceOrigin, sourcePosition) && { sourceOrigin }),
  };
}

/** The path relative to `root`, with `/`. Undefined for files of others. */
export function fileInProject(uri: string, root: string): string | undefined {
  // The SDK treats the file: URLs of ES modules as relative paths, and makes URLs of them again.
  const inner = uri.lastIndexOf("/file:/");
  const file = inner === -1 ? uri : `file:///${uri.slice(inner + "/file:/".length).replace(/^\/+/, "")}`;
  if (!file.startsWith("file:")) return undefined;
  const path = relative(root, fileURLToPath(file)).split(sep).join("/");
  return path.startsWith("../") || path.includes("node_modules/") ? undefined : path;
}

import { existsSync, realpathSync } from "node:fs";
import { dirname, extname, join } from "node:path";

/**
 * The folder of the package that a file belongs to: the nearest above it with a package.json. Follows symbolic links, so that
 * projects that link to one checkout share its bundles. Throws a system error if there is no such file.
 * @example packageFolder("/shop/infrastructure/workflows/declarations.ts") // "/shop/infrastructure"
 */
export function packageFolder(file: string): string {
  const start = dirname(realpathSync(file));
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder;
    if (folder === dirname(folder)) throw new Error(`no folder above ${start} has a package.json`);
  }
}

/**
 * The file of a module of the caller's own package: TypeScript in a checkout, JavaScript in a packed package.
 * @param path Relative to the calling module, without extension.
 * @example moduleFile(import.meta, "../handlers/greet") // "/shop/handlers/greet.ts"
 */
export function moduleFile(caller: ImportMeta, path: string): string {
  return join(caller.dirname, `${path}${extname(caller.filename)}`);
}

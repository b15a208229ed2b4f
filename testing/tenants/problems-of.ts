import { expect } from "chai";
import { checkTenants, type Problem } from "../../config/tenants.ts";
import { CatalogImportParams } from "../../workflows/catalog-import/params.ts";
import { RescaleImagesParams } from "../../workflows/rescale-images/params.ts";
import { happyTenant, tenantFolder } from "./tenant-folder.ts";

/** Workflows that a tenant may name. */
export const workflows = { "catalog-import": CatalogImportParams, "rescale-images": RescaleImagesParams };

/** The problems of the happy tenant's file with `from` replaced by `to`. */
export function problemsWith(from: string, to: string): readonly Problem[] {
  expect(happyTenant, "the text to replace").to.include(from);
  return problemsOf({ "acme.yaml": happyTenant.replace(from, () => to) });
}

/** The problems of a folder of files, each named as it is in the folder. */
export function problemsOf(files: Readonly<Record<string, string | Uint8Array>>): readonly Problem[] {
  using folder = tenantFolder(files);
  return checkTenants(folder.dir, workflows).problems.map((problem) => ({
    ...problem,
    file: problem.file.slice(folder.dir.length + 1),
  }));
}

/** `line:column code message`, and the suggestion behind an arrow. */
export function brief(problems: readonly Problem[]): string[] {
  return problems.map(
    ({ line, column, code, message, suggestion }) =>
      `${line}:${column} ${code} ${message}${suggestion === undefined ? "" : ` → ${suggestion}`}`,
  );
}

import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout } from "../checkout.ts";

/** A folder that commands on tenants take for a project: a Pulumi.yaml, `config/`, `tenants/` and this checkout's workflows. */
export interface ProjectFolder extends Disposable {
  readonly root: string;
  /** Writes a file of `tenants/`; removes it when there is no text. */
  tenant(name: string, text: string | undefined): void;
}

/** Makes a project with these files in `tenants/`; `using` removes it. */
export function projectFolder(tenants: Readonly<Record<string, string>>): ProjectFolder {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "batchline-project-")));
  writeFileSync(join(root, "Pulumi.yaml"), "name: sample\n");
  for (const folder of ["tenants", "config"]) mkdirSync(join(root, folder));
  symlinkSync(join(checkout, "workflows"), join(root, "workflows"));
  const tenant = (name: string, text: string | undefined) => {
    const file = join(root, "tenants", name);
    if (text === undefined) rmSync(file);
    else writeFileSync(file, text);
  };
  for (const [name, text] of Object.entries(tenants)) tenant(name, text);
  return { root, tenant, [Symbol.dispose]: () => rmSync(root, { recursive: true }) };
}

/** A tenant's file in order, with one workflow. */
export function tenantText(id: string, rest = ""): string {
  return `id: ${id}
name: Shop ${id}
contact: it@${id}.example
workflows:
  catalog-import:
    feed:
      url: https://${id}.example/feed.json
      format: json
${rest}`;
}

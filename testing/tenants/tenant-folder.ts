import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder of files for one test; `using` removes it. */
export function tenantFolder(
  files: Readonly<Record<string, string | Uint8Array>>,
): Disposable & { dir: string } {
  const dir = mkdtempSync(join(tmpdir(), "batchline-tenants-"));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(dir, name), content);
  return { dir, [Symbol.dispose]: () => rmSync(dir, { recursive: true }) };
}

/** A tenant's file in order; tests change one thing. */
export const happyTenant = `id: acme
name: Acme
contact: feeds@acme.example
weight: 2
storage:
  bucket: acme-catalogue
workflows:
  catalog-import:
    feed:
      url: http://acme.example/feed.xml
      format: csv
    chunks: 4
    renditions:
      - width: 400
        format: webp
`;

/** `npm run schema`: writes config/tenant.schema.json, with which editors complete and check tenants' files. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { tenantSchemaText } from "./tenants/json-schema.ts";
import { workflowParams } from "./workflow-params.ts";

const file = join(import.meta.dirname, "tenant.schema.json");
writeFileSync(file, tenantSchemaText(workflowParams));
console.log(`wrote ${file}`);

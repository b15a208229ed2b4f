import type { NoticeTemplates } from "../../workflow-kit/at-deploy/notices/notice.ts";
import { tenantText } from "../../workflow-kit/at-deploy/notices/tenant-text.ts";

/** Tenants know this workflow by another name than operators. */
export const notices: NoticeTemplates = {
  tenant: (notice) => tenantText({ ...notice, workflow: "the catalogue import" }),
};

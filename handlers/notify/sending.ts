import type { NoticeText, RunNotice } from "../../workflow-kit/at-deploy/notices/notice.ts";

/** How notices leave. Each rejects if one could not be sent. */
export interface Sending {
  /** To the operators' topic. Absent: they get none. */
  readonly publish?: (text: NoticeText) => Promise<void>;
  /** To the webhook. Absent: there is none. */
  readonly post?: (notice: RunNotice, text: NoticeText) => Promise<void>;
  /** To a tenant's contact. Absent: they get none. */
  readonly mail?: (to: string, text: NoticeText) => Promise<void>;
}

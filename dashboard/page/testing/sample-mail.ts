import type { MailView } from "../../view.ts";

/** A message of each channel. */
export const sampleMail: MailView = {
  messages: [
    {
      ...{ id: "3", at: "2026-11-28T03:12:00Z", channel: "email", from: "imports@example.com" },
      ...{ to: ["shop@ember-toys.example"], subject: "Your catalogue import failed" },
      text: "Your catalogue import of 28 November 2026 failed.\n\n4 of 12 parts failed: the feed answered 503.\n\nThe next import is tonight at 3:00.\n",
    },
    {
      ...{ id: "2", at: "2026-11-28T03:12:00Z", channel: "topic", to: ["prod-alarms"] },
      subject: "catalog-import failed: 1 of 4 tenants",
      text: "4 chunks of 1 tenant: the feed answered 503.\n\nnpx batchline why latest --stack prod\n",
    },
    {
      ...{ id: "1", at: "2026-11-27T03:09:00Z", channel: "webhook", to: ["hooks.example.com"] },
      subject: "catalog-import is well again",
      text: '{\n  "text": "catalog-import is well again <script>document.title=1</script>"\n}',
    },
  ],
};

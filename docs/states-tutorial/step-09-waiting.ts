import { machine, token } from "@batchline/states";

export const order = machine<{ id: string; shipAt: string }>((m) => {
  const approved = m.sqs.sendMessageWithCallback<boolean>(
    "Ask a person",
    (taskToken) => ({
      QueueUrl: token("approvals"),
      MessageBody: { order: m.input.id, taskToken },
    }),
    { timeoutSeconds: 86_400 },
  );
  m.choose("Approved?").when(approved.not(), (then) => then.succeed("Declined", "declined"));
  m.wait("Until it ships", { until: m.input.shipAt });
  m.succeed("Shipped", "shipped");
});

import { token } from "../../index.ts";
import { arns, testTasks } from "../../testing/service-tasks.ts";

describe("tasks of EventBridge", () => {
  testTasks({
    "events.putEvents": {
      resource: "events:putEvents",
      describe: (m) =>
        m.events.putEvents("Do", [
          { EventBusName: token("bus"), Source: "shop", DetailType: "Done", Detail: { id: m.input.id } },
        ]),
      args: {
        Entries: [
          {
            EventBusName: arns.bus,
            Source: "shop",
            DetailType: "Done",
            Detail: { id: "{% $states.context.Execution.Input.id %}" },
          },
        ],
      },
      rights: [`events:PutEvents ${arns.bus}`],
    },
    "events.putEventsWithCallback": {
      resource: "events:putEvents.waitForTaskToken",
      describe: (m) =>
        m.events.putEventsWithCallback("Do", (reply) => [
          { EventBusName: token("bus"), Source: "shop", DetailType: "Asked", Detail: { reply } },
        ]),
      args: {
        Entries: [
          {
            EventBusName: arns.bus,
            Source: "shop",
            DetailType: "Asked",
            Detail: { reply: "{% $states.context.Task.Token %}" },
          },
        ],
      },
      rights: [`events:PutEvents ${arns.bus}`],
    },
  });
});

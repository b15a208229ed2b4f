import { token } from "../../index.ts";
import { arns, testTasks } from "../../testing/service-tasks.ts";

describe("tasks of DynamoDB", () => {
  testTasks({
    "dynamodb.getItem": {
      resource: "dynamodb:getItem",
      describe: (m) => m.dynamodb.getItem("Do", { Table: token("table"), Key: { pk: { S: m.input.id } } }),
      args: {
        TableName: `{% $substringAfter('${arns.table}', ':table/') %}`,
        Key: { pk: { S: "{% $states.context.Execution.Input.id %}" } },
      },
      rights: [`dynamodb:GetItem ${arns.table}`],
    },
    "dynamodb.putItem": {
      resource: "dynamodb:putItem",
      describe: (m) =>
        m.dynamodb.putItem("Do", {
          Table: arns.table,
          Item: { pk: { S: "1" }, tags: { L: [{ S: "a" }] }, more: { M: { n: { N: "2" } } } },
          ConditionExpression: "attribute_not_exists(pk)",
        }),
      args: {
        TableName: "orders",
        Item: { pk: { S: "1" }, tags: { L: [{ S: "a" }] }, more: { M: { n: { N: "2" } } } },
        ConditionExpression: "attribute_not_exists(pk)",
      },
      rights: [`dynamodb:PutItem ${arns.table}`],
    },
    "dynamodb.updateItem": {
      resource: "dynamodb:updateItem",
      describe: (m) =>
        m.dynamodb.updateItem("Do", {
          Table: arns.table,
          Key: { pk: { S: "1" } },
          UpdateExpression: "SET #s = :s",
          ExpressionAttributeNames: { "#s": "status" },
          ExpressionAttributeValues: { ":s": { S: "done" } },
        }),
      args: {
        TableName: "orders",
        Key: { pk: { S: "1" } },
        UpdateExpression: "SET #s = :s",
        ExpressionAttributeNames: { "#s": "status" },
        ExpressionAttributeValues: { ":s": { S: "done" } },
      },
      rights: [`dynamodb:UpdateItem ${arns.table}`],
    },
    "dynamodb.deleteItem": {
      resource: "dynamodb:deleteItem",
      describe: (m) => m.dynamodb.deleteItem("Do", { Table: arns.table, Key: { pk: { S: "1" } } }),
      args: { TableName: "orders", Key: { pk: { S: "1" } } },
      rights: [`dynamodb:DeleteItem ${arns.table}`],
    },
  });
});

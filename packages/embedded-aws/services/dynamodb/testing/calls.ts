import type { DynamoDb } from "../dynamodb.ts";

/** Calls a service as its operator, without HTTP. Rejects with the error's code and message. */
export function callsOf({ service }: DynamoDb) {
  return async (operation: string, input: object): Promise<Answer> => {
    const { body, status } = await service.handle({
      ...{ method: "POST", path: "/", query: new URLSearchParams(), requestId: "test" },
      headers: { "x-amz-target": `DynamoDB_20120810.${operation}` },
      body: Buffer.from(JSON.stringify(input)),
      principal: { arn: "arn:aws:iam::000000000000:root", userId: "000000000000", tags: {} },
      authorise: () => {},
      refusal: () => undefined,
    });
    const answer: Answer = JSON.parse(String(body));
    if (status !== 200) throw new Error(`${answer.__type}: ${answer.message ?? answer.Message}`);
    return answer;
  };
}

// biome-ignore lint/suspicious/noExplicitAny: the answers of all operations
type Answer = any;

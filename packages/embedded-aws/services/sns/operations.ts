import { AwsError } from "../../host/gateway/aws-error.ts";
import { validationError } from "../../host/gateway/input-check.ts";
import { type QueryParameters, queryService } from "../../host/gateway/protocols/query.ts";
import type { Service } from "../../host/gateway/service.ts";
import type { MessageAttribute, Sns } from "./sns.ts";

/** SNS's wire protocol. https://docs.aws.amazon.com/sns/latest/api/welcome.html */
export function snsService(sns: Sns): Service {
  return queryService({
    signingName: "sns",
    check: { model: "sns", frame: validationError("ValidationError") },
    deniedCode: "AuthorizationError",
    namespace: "http://sns.amazonaws.com/doc/2010-03-31/",
    operations: {
      CreateTopic: (parameters, call) => {
        const name = parameters.required("Name");
        call.authorise("sns:CreateTopic", sns.arnOf(name));
        return { TopicArn: sns.createTopic(name) };
      },
      DeleteTopic: (parameters, call) => {
        const topicArn = parameters.required("TopicArn");
        call.authorise("sns:DeleteTopic", topicArn);
        sns.deleteTopic(topicArn);
        return {};
      },
      ListTopics: (_, call) => {
        call.authorise("sns:ListTopics", "*");
        return { Topics: { member: sns.topicArns.map((TopicArn) => ({ TopicArn })) } };
      },
      Subscribe: (parameters, call) => {
        const topicArn = parameters.required("TopicArn");
        call.authorise("sns:Subscribe", topicArn);
        const endpoint = parameters.required("Endpoint");
        return { SubscriptionArn: sns.subscribe(topicArn, parameters.required("Protocol"), endpoint) };
      },
      Unsubscribe: (parameters, call) => {
        call.authorise("sns:Unsubscribe", "*");
        sns.unsubscribe(parameters.required("SubscriptionArn"));
        return {};
      },
      ListSubscriptionsByTopic: (parameters, call) => {
        const topicArn = parameters.required("TopicArn");
        call.authorise("sns:ListSubscriptionsByTopic", topicArn);
        const member = sns.subscriptionsOf(topicArn).map(({ arn, protocol, endpoint }) => {
          return { SubscriptionArn: arn, TopicArn: topicArn, Protocol: protocol, Endpoint: endpoint };
        });
        return { Subscriptions: { member } };
      },
      Publish: (parameters, call) => {
        const topicArn = parameters.optional("TopicArn") ?? parameters.required("TargetArn");
        call.authorise("sns:Publish", topicArn);
        const MessageId = sns.publish(topicArn, {
          text: parameters.required("Message"),
          subject: parameters.optional("Subject"),
          attributes: attributesOf(parameters),
        });
        return { MessageId };
      },
    },
  });
}

function attributesOf(parameters: QueryParameters): Record<string, MessageAttribute> {
  const attributes: Record<string, MessageAttribute> = {};
  for (let position = 1; ; position++) {
    const entry = `MessageAttributes.entry.${position}`;
    const name = parameters.optional(`${entry}.Name`);
    if (name === undefined) return attributes;
    const value = (field: string) => parameters.optional(`${entry}.Value.${field}`);
    const required = (what: string, text: string | undefined) => {
      if (text) return text;
      const message = `The message attribute '${name}' must contain non-empty message attribute ${what}.`;
      throw new AwsError("ParameterValueInvalid", message);
    };
    const Type = required("type", value("DataType"));
    const content = value("StringValue") ?? value("BinaryValue");
    attributes[name] = { Type, Value: required(`value for message attribute type '${Type}'`, content) };
  }
}

import { AwsError } from "../../host/gateway/aws-error.ts";
import { validationError } from "../../host/gateway/input-check.ts";
import { type QueryParameters, queryService } from "../../host/gateway/protocols/query.ts";
import type { Service } from "../../host/gateway/service.ts";
import { coverage } from "./coverage.ts";
import { checkEndpoint, deliveredProtocols } from "./endpoint.ts";
import { invalidParameter } from "./filter-policy.ts";
import { checkAttribute, textsByProtocol } from "./message.ts";
import type { MessageAttribute } from "./notification.ts";
import { pageOf } from "./page.ts";
import type { Sns } from "./sns.ts";
import { subscriptionOperations } from "./subscription-operations.ts";

/** SNS's wire protocol. https://docs.aws.amazon.com/sns/latest/api/welcome.html */
export function snsService(sns: Sns): Service {
  return queryService({
    signingName: "sns",
    check: { model: "sns", coverage, frame: validationError("ValidationError") },
    deniedCode: "AuthorizationError",
    namespace: "http://sns.amazonaws.com/doc/2010-03-31/",
    operations: {
      CreateTopic: (parameters, call) => {
        const name = parameters.required("Name");
        const tags = tagsOf(parameters);
        call.authorise("sns:CreateTopic", sns.arnOf(name));
        if (Object.keys(tags).length > 0) call.authorise("sns:TagResource", sns.arnOf(name));
        for (const [attribute, value] of Object.entries(entriesOf(parameters, "Attributes")))
          if (attribute !== "FifoTopic" || value !== "false")
            throw invalidParameter(`Attributes Reason: ${attribute} is not emulated`);
        return { TopicArn: sns.createTopic(name, tags) };
      },
      DeleteTopic: (parameters, call) => {
        const topicArn = parameters.required("TopicArn");
        call.authorise("sns:DeleteTopic", topicArn);
        sns.deleteTopic(topicArn);
        return {};
      },
      ListTopics: (parameters, call) => {
        call.authorise("sns:ListTopics", "*");
        const { items, next } = pageOf(sns.topicArns, parameters.optional("NextToken"));
        return { Topics: { member: items.map((TopicArn) => ({ TopicArn })) }, ...next };
      },
      ListTagsForResource: (parameters, call) => {
        const arn = parameters.required("ResourceArn");
        call.authorise("sns:ListTagsForResource", arn);
        const member = Object.entries(sns.tagsOf(arn)).map(([Key, Value]) => ({ Key, Value }));
        return { Tags: { member } };
      },
      TagResource: (parameters, call) => {
        const arn = parameters.required("ResourceArn");
        call.authorise("sns:TagResource", arn);
        const tags = { ...sns.tagsOf(arn), ...tagsOf(parameters) };
        if (Object.keys(tags).length > mostTags)
          throw new AwsError(
            "TagLimitExceeded",
            "Could not complete request: tag quota of per resource exceeded",
          );
        Object.assign(sns.tagsOf(arn), tags);
        return {};
      },
      UntagResource: (parameters, call) => {
        const arn = parameters.required("ResourceArn");
        call.authorise("sns:UntagResource", arn);
        for (const key of parameters.list("TagKeys")) delete sns.tagsOf(arn)[key];
        return {};
      },
      Subscribe: (parameters, call) => {
        const topicArn = parameters.required("TopicArn");
        call.authorise("sns:Subscribe", topicArn);
        const [protocol, endpoint] = [parameters.required("Protocol"), parameters.required("Endpoint")];
        const attributes = entriesOf(parameters, "Attributes");
        checkEndpoint(protocol, endpoint);
        if (!deliveredProtocols.includes(protocol))
          throw invalidParameter(`The protocol ${protocol} is not emulated`);
        return { SubscriptionArn: sns.subscribe(topicArn, protocol, endpoint, { attributes }) };
      },
      ...subscriptionOperations(sns),
      Publish: (parameters, call) => {
        const topicArn = parameters.optional("TopicArn") ?? parameters.optional("TargetArn");
        if (topicArn === undefined)
          throw invalidParameter("TopicArn or TargetArn Reason: no value for required parameter");
        call.authorise("sns:Publish", topicArn);
        return { MessageId: sns.publish(topicArn, messageOf(parameters)) };
      },
    },
  });
}

const mostTags = 50;

function messageOf(parameters: QueryParameters) {
  const text = parameters.optional("Message") ?? "";
  const structure = parameters.optional("MessageStructure");
  if (parameters.optional("MessageDeduplicationId") !== undefined)
    throw invalidParameter(
      "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type",
    );
  return {
    ...(structure === "json" ? textsByProtocol(text) : { text }),
    subject: parameters.optional("Subject"),
    attributes: attributesOf(parameters),
  };
}

function tagsOf(parameters: QueryParameters): Record<string, string> {
  const tags = parameters.structures("Tags", "Key", "Value");
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}

/** The texts of `name.entry.1.key` and `.value`, … */
function entriesOf(parameters: QueryParameters, name: string): Record<string, string> {
  const entries: Record<string, string> = {};
  for (let position = 1; ; position++) {
    const key = parameters.optional(`${name}.entry.${position}.key`);
    if (key === undefined) return entries;
    entries[key] = parameters.optional(`${name}.entry.${position}.value`) ?? "";
  }
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
    const Value = required(`value for message attribute type '${Type}'`, content);
    checkAttribute(name, Type, Value);
    attributes[name] = { Type, Value };
  }
}

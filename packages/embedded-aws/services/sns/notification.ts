export interface Notification {
  readonly MessageId: string;
  readonly TopicArn: string;
  readonly Subject?: string;
  readonly Message: string;
  /** ISO 8601. */
  readonly Timestamp: string;
  readonly MessageAttributes: Readonly<Record<string, MessageAttribute>>;
}

export interface MessageAttribute {
  readonly Type: string;
  readonly Value: string;
}

/** A message to a topic. */
export interface Message {
  readonly text: string;
  readonly subject?: string | undefined;
  readonly attributes?: Notification["MessageAttributes"];
  /** Protocol → another text for its subscribers. @default all get `text` */
  readonly byProtocol?: Readonly<Record<string, string>>;
}

/** What botocore's models do not say about a shape. */
export interface Addition {
  /** AWS's errors do not repeat the value: `Value at 'input' failed …`. */
  readonly sensitive: true;
  /** `max` is of UTF-8 bytes, and its rule has other words. */
  readonly inBytes?: true;
}

const sensitive: Addition = { sensitive: true };

/** The sensitive shapes of inputs, by the schemas of the AWS SDK. */
export const additions: Readonly<Record<string, Readonly<Record<string, Addition>>>> = {
  lambda: { EnvironmentVariables: sensitive, EnvironmentVariableName: sensitive },
  sesv2: {
    PrivateKey: sensitive,
    InsightsEmailAddress: sensitive,
    EmailSubject: sensitive,
    WebsiteURL: sensitive,
    UseCaseDescription: sensitive,
    AdditionalContactEmailAddress: sensitive,
    AdditionalContactEmailAddresses: sensitive,
  },
  sns: { PhoneNumberString: sensitive },
  stepfunctions: {
    Definition: sensitive,
    VersionDescription: sensitive,
    AliasDescription: sensitive,
    TaskToken: sensitive,
    SensitiveError: sensitive,
    SensitiveCause: sensitive,
    // As clients of AWS saw it: "size less than or equal to 262144 bytes in UTF-8 encoding".
    SensitiveData: { sensitive: true, inBytes: true },
    TestStateStateName: sensitive,
  },
  sts: { SAMLAssertionType: sensitive, clientTokenType: sensitive },
};

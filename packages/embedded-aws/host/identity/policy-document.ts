/** An IAM policy document. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export interface PolicyDocument {
  /** Policy variables such as `${aws:PrincipalTag/tenant}` work in `2012-10-17` only; absent means `2008-10-17`. */
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement: PolicyStatement | readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action?: OneOrMore;
  readonly NotAction?: OneOrMore;
  readonly Resource?: OneOrMore;
  readonly NotResource?: OneOrMore;
  readonly Principal?: "*" | Readonly<Record<string, OneOrMore>>;
  /** Operator → condition key → values. */
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, OneOrMore | boolean | number | readonly (boolean | number)[]>>>
  >;
}

type OneOrMore = string | readonly string[];

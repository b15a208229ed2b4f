/** What TestState shows of a state's data flow; texts are JSON. https://docs.aws.amazon.com/step-functions/latest/apireference/API_InspectionData.html */
export interface Inspection {
  input: string;
  afterArguments?: string;
  afterItemSelector?: string;
  result?: string;
  /** Of a Map; 0 without a limit. */
  maxConcurrency?: number;
  toleratedFailureCount?: number;
  toleratedFailurePercentage?: number;
  /** The variables after the state. */
  variables?: string;
  errorDetails?: {
    catchIndex?: number;
    retryIndex?: number;
    retryBackoffIntervalSeconds?: number;
  };
}

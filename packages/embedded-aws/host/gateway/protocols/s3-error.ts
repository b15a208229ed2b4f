import { AwsError } from "../aws-error.ts";
import type { GatewayRequest, GatewayResponse } from "../service.ts";
import { xmlDocument } from "../xml.ts";

/** An error of S3 with elements of its own, for example `Condition`. */
export class S3Error extends AwsError {
  readonly fields: Readonly<Record<string, string>>;

  constructor(code: string, message: string, status: number, fields: Readonly<Record<string, string>>) {
    super(code, message, status);
    this.fields = fields;
  }
}

/** Writes an error in the form of S3. An answer to HEAD has no body. */
export function s3Error(
  error: AwsError,
  request: Pick<GatewayRequest, "method" | "path" | "requestId">,
): GatewayResponse {
  const bodyless = request.method === "HEAD" || error.status === 304;
  const document = {
    Code: s3Code(error),
    Message: error.message,
    ...(error instanceof S3Error && error.fields),
    RequestId: request.requestId,
    HostId: hostId(request.requestId),
  };
  return {
    status: error.status,
    headers: { "content-type": "application/xml", "x-amz-id-2": hostId(request.requestId) },
    ...(bodyless ? {} : { body: xmlDocument("Error", document) }),
  };
}

/** The second id of an answer of S3, also in the header `x-amz-id-2`. */
export function hostId(requestId: string): string {
  return Buffer.from(requestId).toString("base64");
}

/** S3 has a code of its own for a refusal. */
export function s3Code({ code }: AwsError): string {
  return code === "AccessDeniedException" ? "AccessDenied" : code;
}

import type {
  StreamSpecification,
  UpdateContinuousBackupsCommandInput,
  UpdateTableCommandInput,
} from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../host/gateway/aws-error.ts";

type Given = Pick<UpdateTableCommandInput, "TableName" | "DeletionProtectionEnabled" | "StreamSpecification">;

interface Stream {
  readonly specification: StreamSpecification;
  /** The time at which the stream was enabled. */
  readonly label: string;
}

interface Settings {
  isProtected: boolean;
  isRecoverable: boolean;
  stream: Stream | undefined;
}

/** Settings of tables that dynalite does not have. Only deletion protection has an effect: streams and backups are empty. */
export class TableSettings {
  readonly #of = new Map<string, Settings>();
  readonly #arn: (table: string) => string;

  constructor(arn: (table: string) => string) {
    this.#arn = arn;
  }

  /** Sets what the input of CreateTable or UpdateTable has. Throws ValidationException. */
  put({ TableName: table = "", DeletionProtectionEnabled, StreamSpecification: specification }: Given): void {
    const settings = this.#settings(table);
    if (specification !== undefined) settings.stream = changedStream(table, settings.stream, specification);
    if (DeletionProtectionEnabled !== undefined) settings.isProtected = DeletionProtectionEnabled;
  }

  /** The fields of a table's description. */
  describe(table: string) {
    const { isProtected, stream } = this.#settings(table);
    const streaming = stream && {
      StreamSpecification: stream.specification,
      LatestStreamLabel: stream.label,
      LatestStreamArn: `${this.#arn(table)}/stream/${stream.label}`,
    };
    return { DeletionProtectionEnabled: isProtected, ...streaming };
  }

  updateBackups({ TableName, PointInTimeRecoverySpecification }: UpdateContinuousBackupsCommandInput) {
    const { PointInTimeRecoveryEnabled } = PointInTimeRecoverySpecification ?? {};
    if (PointInTimeRecoveryEnabled === undefined)
      throw new AwsError("ValidationException", "PointInTimeRecoverySpecification must not be null");
    this.#settings(String(TableName)).isRecoverable = PointInTimeRecoveryEnabled;
    return this.describeBackups(String(TableName));
  }

  describeBackups(table: string) {
    const PointInTimeRecoveryStatus = this.#settings(table).isRecoverable ? "ENABLED" : "DISABLED";
    const PointInTimeRecoveryDescription = { PointInTimeRecoveryStatus };
    return {
      ContinuousBackupsDescription: { ContinuousBackupsStatus: "ENABLED", PointInTimeRecoveryDescription },
    };
  }

  /** Throws ValidationException if the table is protected. */
  checkDelete(table: string): void {
    if (!this.#settings(table).isProtected) return;
    const why = "Resource cannot be deleted as it is currently protected against deletion.";
    throw new AwsError("ValidationException", `${why} Disable deletion protection first.`);
  }

  forget(table: string): void {
    this.#of.delete(table);
  }

  #settings(table: string): Settings {
    const settings = this.#of.get(table) ?? { isProtected: false, isRecoverable: false, stream: undefined };
    this.#of.set(table, settings);
    return settings;
  }
}

function changedStream(
  table: string,
  current: Stream | undefined,
  specification: StreamSpecification,
): Stream | undefined {
  const { StreamEnabled } = specification;
  const refused = (problem: string) => new AwsError("ValidationException", `${problem}: TableName: ${table}`);
  if (!StreamEnabled && current === undefined) throw refused("Table has no stream to disable");
  if (!StreamEnabled) return undefined;
  if (current !== undefined) throw refused("Table already has an enabled stream");
  return { specification, label: new Date().toISOString().replace("Z", "") };
}

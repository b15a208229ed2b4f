import type * as api from "@aws-sdk/client-lambda";
import type { Call, Operations } from "../../host/gateway/service.ts";
import type { Alias } from "./aliases.ts";
import type { Lambda } from "./lambda.ts";
import { pageOf } from "./page.ts";

/** Operations on aliases. The right is needed on the function. */
export function aliasOperations(lambda: Lambda): Operations {
  const aliasesOf = (operation: string, FunctionName: string, call: Call) => {
    call.authorise(`lambda:${operation}`, lambda.arnOf(FunctionName));
    return lambda.aliasesOf(FunctionName);
  };
  const described = (FunctionName: string, alias: Alias) => describedAlias(lambda, FunctionName, alias);
  return {
    CreateAlias({ FunctionName = "", Name = "", ...input }: api.CreateAliasRequest, call) {
      const { FunctionVersion: version = "" } = input;
      const aliases = aliasesOf("CreateAlias", FunctionName, call);
      return described(FunctionName, aliases.create(Name, { ...settingsOf(input), version }));
    },

    GetAlias: ({ FunctionName = "", Name = "" }: api.GetAliasRequest, call) =>
      described(FunctionName, aliasesOf("GetAlias", FunctionName, call).get(Name)),

    ListAliases({ FunctionName = "", FunctionVersion, ...input }: api.ListAliasesRequest, call) {
      const aliases = aliasesOf("ListAliases", FunctionName, call).all(FunctionVersion);
      const { items, NextMarker } = pageOf(aliases, input);
      return { Aliases: items.map((alias) => described(FunctionName, alias)), NextMarker };
    },

    UpdateAlias({ FunctionName = "", Name = "", RevisionId, ...input }: api.UpdateAliasRequest, call) {
      const aliases = aliasesOf("UpdateAlias", FunctionName, call);
      return described(FunctionName, aliases.update(Name, settingsOf(input), RevisionId));
    },

    DeleteAlias({ FunctionName = "", Name = "" }: api.DeleteAliasRequest, call) {
      aliasesOf("DeleteAlias", FunctionName, call).remove(Name);
    },
  };
}

function settingsOf(
  input: Pick<api.UpdateAliasRequest, "FunctionVersion" | "Description" | "RoutingConfig">,
) {
  const { FunctionVersion, Description, RoutingConfig } = input;
  return {
    ...(FunctionVersion !== undefined && { version: FunctionVersion }),
    ...(Description !== undefined && { description: Description }),
    ...(RoutingConfig !== undefined && { weights: RoutingConfig.AdditionalVersionWeights ?? {} }),
  };
}

/** An AliasConfiguration of the API. */
function describedAlias(lambda: Lambda, functionName: string, alias: Alias) {
  const { name, version, description, weights, revisionId } = alias;
  return {
    AliasArn: lambda.aliasArn(functionName, name),
    Name: name,
    FunctionVersion: version,
    Description: description,
    ...(Object.keys(weights).length > 0 && { RoutingConfig: { AdditionalVersionWeights: weights } }),
    RevisionId: revisionId,
  };
}

import proto from "@pulumi/pulumi/proto/provider_pb.js";
import resources from "@pulumi/pulumi/proto/resource_pb.js";
import { decodeProperties } from "../protocol/decode-properties.ts";
import { encodeProperties } from "../protocol/encode-properties.ts";
import { fromStruct, toStruct } from "../protocol/struct.ts";
import { childRegistration } from "../registrations/child-registration.ts";
import type { ChildRegistration, Provider } from "../registrations/provider.ts";
import type { RegisteredResource, Registration } from "../registrations/registration.ts";
import { secretStruct } from "./messages.ts";
import { MonitorClient } from "./monitor-client.ts";

/** Registers a remote component and its children with Pulumi's engine, which then creates the children. */
export function construct(provider: Provider) {
  return async (request: proto.ConstructRequest): Promise<proto.ConstructResponse> => {
    const { construct } = provider;
    if (construct === undefined) throw new Error("the provider has no components");
    const monitor = new MonitorClient(request.getMonitorendpoint());
    try {
      const { urn } = await monitor.register(componentRequest(request));
      const component = componentOf(request, urn);
      const children: string[] = [];
      const register = async (given: ChildRegistration) => {
        const child = await registerChild(monitor, childRegistration(component, given, undefined));
        children.push(child.urn);
        return child;
      };
      const outputs = await construct.call(provider, component, { preview: request.getDryrun(), register });
      const state = toStruct(encodeProperties(outputs));
      await monitor.registerOutputs(urn, state);
      const response = new proto.ConstructResponse().setUrn(urn).setState(state);
      // What uses an output is then deleted before the children.
      for (const name of Object.keys(outputs)) {
        const dependencies = new proto.ConstructResponse.PropertyDependencies().setUrnsList(children);
        response.getStatedependenciesMap().set(name, dependencies);
      }
      return response;
    } finally {
      monitor.close();
    }
  };
}

async function registerChild(monitor: MonitorClient, child: Registration): Promise<RegisteredResource> {
  const { type, name, parent = "", inputs, secretInputs, dependencies, options } = child;
  const request = new resources.RegisterResourceRequest()
    .setCustom(true)
    .setType(type)
    .setName(name)
    .setParent(parent)
    .setObject(secretStruct(inputs, secretInputs))
    .setDependenciesList([...dependencies]);
  if (options.protect !== undefined) request.setProtect(options.protect);
  for (const [property, urns] of Object.entries(child.propertyDependencies)) {
    const list = new resources.RegisterResourceRequest.PropertyDependencies().setUrnsList([...urns]);
    request.getPropertydependenciesMap().set(property, list);
  }
  const { urn, id, properties } = await monitor.register(request);
  return { ...child, urn, outputs: properties, ...(id === "" ? {} : { id }) };
}

/** The options pass to the component as the program set them. */
function componentRequest(request: proto.ConstructRequest): resources.RegisterResourceRequest {
  const component = new resources.RegisterResourceRequest()
    .setType(request.getType())
    .setName(request.getName())
    .setParent(request.getParent())
    .setObject(request.getInputs())
    .setDependenciesList(request.getDependenciesList())
    .setAliasesList(request.getAliasesList())
    .setIgnorechangesList(request.getIgnorechangesList())
    .setReplaceonchangesList(request.getReplaceonchangesList())
    .setAdditionalsecretoutputsList(request.getAdditionalsecretoutputsList())
    .setDeletedwith(request.getDeletedwith())
    .setReplaceWithList(request.getReplaceWithList())
    .setReplacementTrigger(request.getReplacementTrigger())
    .setParentstacktracehandle(request.getStackTraceHandle());
  if (request.hasProtect()) component.setProtect(request.getProtect() === true);
  if (request.hasRetainondelete()) component.setRetainondelete(request.getRetainondelete() === true);
  for (const [name, provider] of request.getProvidersMap().entries())
    component.getProvidersMap().set(name, provider);
  for (const [property, urns] of request.getInputdependenciesMap().entries()) {
    const list = new resources.RegisterResourceRequest.PropertyDependencies();
    component.getPropertydependenciesMap().set(property, list.setUrnsList(urns.getUrnsList()));
  }
  return component;
}

function componentOf(request: proto.ConstructRequest, urn: string): Registration {
  const { properties: inputs, secrets: secretInputs } = decodeProperties(fromStruct(request.getInputs()));
  const parent = request.getParent();
  return {
    ...{ urn, type: request.getType(), name: request.getName(), kind: "remote", inputs, secretInputs },
    dependencies: request.getDependenciesList().toSorted(),
    propertyDependencies: {},
    options: request.hasProtect() ? { protect: request.getProtect() === true } : {},
    ...(parent === "" ? {} : { parent }),
  };
}

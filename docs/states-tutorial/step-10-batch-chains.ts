import { machine, text, token } from "@batchline/states";

export const importCatalog = machine<{ day: string; chunks: number }>((m) => {
  const outcome = m.batchChain(
    "Import",
    {
      fetch: { jobDefinition: token("fetch") },
      download: { jobDefinition: token("download"), needs: ["fetch"] },
      rescale: { jobDefinition: token("rescale"), needs: ["download"] },
    },
    { jobQueue: token("queue"), size: m.input.chunks, environment: { DAY: m.input.day } },
  );
  m.choose("All well?")
    .when(outcome.error.isPresent(), (then) =>
      then.fail("Failed", { error: "ImportFailed", cause: text`${outcome.error.cause.orElse("")}` }),
    )
    .otherwise((otherwise) => otherwise.succeed("Imported", outcome.jobs));
});

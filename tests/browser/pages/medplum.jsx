// Shows a Questionnaire with the form of Medplum; `given` is the QuestionnaireResponse that it submits.
import "@mantine/core/styles.css";
import { MantineProvider } from "@mantine/core";
import { MedplumClient } from "@medplum/core";
import { QuestionnaireForm } from "@medplum/react";
import { MedplumProvider } from "@medplum/react-hooks";
import { createRoot } from "react-dom/client";

const nothing = async () => new Response("{}", { status: 200, headers: { "content-type": "application/fhir+json" } });
createRoot(document.getElementById("form")).render(
  <MantineProvider>
    <MedplumProvider medplum={new MedplumClient({ baseUrl: "http://form.test/", fetch: nothing })}>
      <QuestionnaireForm questionnaire={window.form} onSubmit={(given) => Object.assign(window, { given })} />
    </MedplumProvider>
  </MantineProvider>,
);

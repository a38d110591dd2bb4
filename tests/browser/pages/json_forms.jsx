// Shows a form with JSON Forms; the page's `form` is what is shown, and `given` what a person has entered.
import { JsonForms } from "@jsonforms/react";
import { vanillaCells, vanillaRenderers } from "@jsonforms/vanilla-renderers";
import { createRoot } from "react-dom/client";

const { schema, uischema, data } = window.form;
createRoot(document.getElementById("form")).render(
  <JsonForms
    schema={schema}
    uischema={uischema}
    data={data}
    renderers={vanillaRenderers}
    cells={vanillaCells}
    onChange={({ data: given, errors }) => Object.assign(window, { given, errors })}
  />,
);

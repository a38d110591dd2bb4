// Shows a form with react-jsonschema-form; the page's `form` is what is shown, and `given` what a person has entered.
import Form from "@rjsf/core";
import { customizeValidator } from "@rjsf/validator-ajv8";
import Ajv2020 from "ajv/dist/2020";
import { createRoot } from "react-dom/client";

const { schema, uiSchema, data } = window.form;
createRoot(document.getElementById("form")).render(
  <Form
    schema={schema}
    uiSchema={uiSchema}
    formData={data}
    validator={customizeValidator({ AjvClass: Ajv2020 })}
    liveValidate
    onChange={({ formData, errors }) => Object.assign(window, { given: formData, errors })}
  />,
);

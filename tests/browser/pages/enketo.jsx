// Shows an XForm with Enketo; `errors` are those of loading it, and `filled()` gives what is submitted.
import { Form } from "enketo-core";
import { transform } from "enketo-transformer/web";

const { form, model } = await transform({ xform: window.form });
document.getElementById("form").innerHTML = form;
const shown = new Form(document.querySelector("form.or"), { modelStr: model }, {});
window.errors = shown.init();
window.filled = () => shown.getDataStr();

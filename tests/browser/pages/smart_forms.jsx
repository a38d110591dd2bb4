// Shows a Questionnaire with the renderer of Smart Forms; `filled()` gives the QuestionnaireResponse.
import { BaseRenderer, buildForm, getResponse, RendererThemeProvider } from "@aehrc/smart-forms-renderer";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";

await buildForm({ questionnaire: window.form, ...(window.response ? { questionnaireResponse: window.response } : {}) });
createRoot(document.getElementById("form")).render(
  <RendererThemeProvider>
    <QueryClientProvider client={new QueryClient()}>
      <BaseRenderer />
    </QueryClientProvider>
  </RendererThemeProvider>,
);
window.filled = () => getResponse();

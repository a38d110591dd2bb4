// Asks JavaRosa, the engine of ODK Collect, for the scores. Each line of input is "form FILE", or "answers NAME=VALUE ...";
// for each of the latter, a line of output has NAME=VALUE of every score, as it is stored in a submission.
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.javarosa.core.model.Constants;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.data.DecimalData;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.IntegerData;
import org.javarosa.core.model.data.SelectOneData;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormUtils;

public class Collect {
  public static void main(String[] arguments) throws Exception {
    new XFormsModule().registerModule();
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    FormDef form = null;
    Map<String, TreeElement> named = new HashMap<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ");
      if (words[0].equals("form")) {
        form = XFormUtils.getFormFromInputStream(new FileInputStream(words[1]));
        form.initialize(true, new InstanceInitializationFactory());
        named.clear();
        walk(form.getMainInstance().getRoot(), named);
        continue;
      }
      for (int i = 1; i < words.length; i++) {
        String[] answer = words[i].split("=", -1);
        TreeElement asked = named.get(answer[0]);
        form.setValue(answer[1].isEmpty() ? null : data(asked.getDataType(), answer[1]), asked.getRef(), true);
      }
      StringJoiner told = new StringJoiner(" ");
      for (TreeElement each : named.values()) {
        if (each.getName().matches("(score|felt|value)_.*")) {
          told.add(each.getName() + "=" + (each.getValue() == null ? "" : each.getValue().uncast().getString()));
        }
      }
      System.out.println(told);
    }
  }

  private static IAnswerData data(int type, String text) {
    if (type == Constants.DATATYPE_INTEGER) return new IntegerData(Integer.parseInt(text));
    if (type == Constants.DATATYPE_DECIMAL) return new DecimalData(Double.parseDouble(text));
    return new SelectOneData(new Selection(text));
  }

  private static void walk(TreeElement element, Map<String, TreeElement> named) {
    named.put(element.getName(), element);
    for (int i = 0; i < element.getNumChildren(); i++) {
      walk(element.getChildAt(i), named);
    }
  }
}

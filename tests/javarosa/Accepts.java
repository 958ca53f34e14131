// JavaRosa, the engine of ODK Collect and ODK Validate, as a judge: it parses the form, takes a finished instance as
// Collect takes a saved one, works it out anew, and validates it.
//   java -cp ODK_Validate.jar Accepts.java: a folder with form.xml and instance.xml a line in; "accepted …" or why not out
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.FileInputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.ValidateOutcome;
import org.javarosa.model.xform.XFormSerializingVisitor;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.core.model.CoreModelModule;
import org.javarosa.core.services.PrototypeManager;
import org.javarosa.xform.parse.XFormParser;
import org.javarosa.xform.util.XFormUtils;

public class Accepts {
    public static void main(String[] words) throws Exception {
        PrintStream out = System.out;
        System.setOut(System.err);
        PrototypeManager.registerPrototypes(CoreModelModule.classNames);
        new XFormsModule().registerModule();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            out.println(judged(Path.of(line)).replace("\n", " "));
            out.flush();
        }
    }

    static String judged(Path folder) {
        try {
            FormDef form = XFormUtils.getFormFromInputStream(new FileInputStream(folder.resolve("form.xml").toFile()));
            TreeElement saved = XFormParser.restoreDataModel(Files.readAllBytes(folder.resolve("instance.xml")), null).getRoot();
            TreeElement blank = form.getInstance().getRoot().deepCopy(true);
            if (!saved.getName().equals(blank.getName()) || saved.getMult() != 0) return "another root: " + saved.getName();
            for (String name : new String[] {"id", "version"}) {
                String ours = saved.getAttributeValue(null, name), theirs = blank.getAttributeValue(null, name);
                if (theirs != null && !theirs.equals(ours)) return "another " + name + ": " + ours;
            }
            blank.populate(saved, form);
            form.getInstance().setRoot(blank);
            form.initialize(false, new InstanceInitializationFactory());
            ValidateOutcome found = form.validate(true);
            if (found != null && found.outcome != 0) return "not valid: " + found.failedPrompt + " " + found.outcome;
            return "accepted " + new String(new XFormSerializingVisitor().serializeInstance(form.getInstance()), "UTF-8");
        } catch (Throwable fault) {
            return "refused: " + fault;
        }
    }
}

import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;

/** Jena answers queries over a graph: GRAPH.nt FOLDER QUERY.rq... writes FOLDER/QUERY.json, or .nt for CONSTRUCT; a query that fails is told, `QUERY: why`. */
public class JenaQuestions {
  private static final long MOST_MILLISECONDS = 600_000;

  public static void main(String[] arguments) throws Exception {
    Model model = RDFDataMgr.loadModel(arguments[0]);
    for (int i = 2; i < arguments.length; i++) {
      Path path = Paths.get(arguments[i]);
      String name = path.getFileName().toString().replaceFirst("\\.rq$", "");
      try {
        Query query = QueryFactory.create(new String(Files.readAllBytes(path), StandardCharsets.UTF_8));
        String file = Paths.get(arguments[1], name + (query.isConstructType() ? ".nt" : ".json")).toString();
        try (QueryExecution execution = QueryExecutionFactory.create(query, model); OutputStream out = new FileOutputStream(file)) {
          execution.setTimeout(MOST_MILLISECONDS);
          if (query.isConstructType())
            RDFDataMgr.write(out, execution.execConstruct(), Lang.NTRIPLES);
          else
            ResultSetFormatter.outputAsJSON(out, execution.execSelect());
        }
      } catch (Exception error) {
        System.out.println(name + ": " + error);
      }
    }
  }
}

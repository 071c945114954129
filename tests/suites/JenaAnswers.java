import java.io.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
import java.util.concurrent.TimeUnit;
import org.apache.jena.graph.*;
import org.apache.jena.query.*;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.sparql.core.*;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.engine.ref.QueryEngineRef;

/** Jena's answers to many queries in one process; the protocol is told in answers.c. */
public class JenaAnswers {
  static DatasetGraph data;

  static void load(String path, boolean isStrict) {
    DatasetGraph read = DatasetGraphFactory.createTxnMem();
    data = DatasetGraphFactory.createTxnMem(); // compares terms as terms; general in-memory graphs compare the values of literals
    RDFDataMgr.read(read, path);
    read.begin(ReadWrite.READ);
    data.begin(ReadWrite.WRITE);
    read.find().forEachRemaining(quad -> {
      if (!isStrict || quad.isDefaultGraph())
        data.add(Quad.defaultGraphIRI, quad.getSubject(), quad.getPredicate(), quad.getObject());
      if (!quad.isDefaultGraph())
        data.add(quad);
    });
    data.commit();
    data.end();
    read.end();
  }

  static void add(StringBuilder out, Node node) {
    if (node == null) {
      out.append('-');
    } else if (node.isURI()) {
      out.append('<').append(node.getURI()).append('>');
    } else if (node.isBlank()) {
      out.append("_:").append(node.getBlankNodeLabel().replaceAll("[^A-Za-z0-9]", "x"));
    } else {
      out.append('"').append(node.getLiteralLexicalForm().replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")).append('"');
      if (!node.getLiteralLanguage().isEmpty())
        out.append('@').append(node.getLiteralLanguage());
      else if (!node.getLiteralDatatypeURI().equals("http://www.w3.org/2001/XMLSchema#string"))
        out.append("^^<").append(node.getLiteralDatatypeURI()).append('>');
    }
  }

  static String select(QueryExecution execution, int most, StringBuilder out) {
    ResultSet rows = execution.execSelect();
    List<String> names = rows.getResultVars();
    out.append(String.join("\t", names)).append('\n');
    for (int n = 0; rows.hasNext(); n++) {
      if (n == most)
        return "many";
      Binding row = rows.nextBinding();
      for (int i = 0; i < names.size(); i++) {
        out.append(i > 0 ? "\t" : "");
        add(out, row.get(Var.alloc(names.get(i))));
      }
      out.append('\n');
    }
    return "select";
  }

  static String answer(String text, int most, StringBuilder out) {
    try {
      Query query = QueryFactory.create(text, Syntax.syntaxSPARQL_11);
      data.begin(ReadWrite.READ);
      try (QueryExecution execution = QueryExecution.create().query(query).dataset(DatasetFactory.wrap(data)).timeout(20, TimeUnit.SECONDS).build()) {
        if (query.isSelectType())
          return select(execution, most, out);
        if (query.isAskType()) {
          out.append(execution.execAsk());
          return "ask";
        }
        Graph graph = (query.isConstructType() ? execution.execConstruct() : execution.execDescribe()).getGraph();
        graph.find().forEachRemaining(triple -> {
          for (Node node : new Node[] {triple.getSubject(), triple.getPredicate(), triple.getObject()}) {
            add(out, node);
            out.append('\t');
          }
          out.setCharAt(out.length() - 1, '\n');
        });
        return "graph";
      } finally {
        data.end();
      }
    } catch (QueryCancelledException error) {
      return "slow";
    } catch (Exception | StackOverflowError error) {
      out.setLength(0);
      out.append(error.getClass().getSimpleName()).append(": ").append(error.getMessage());
      return "error";
    }
  }

  public static void main(String[] arguments) throws IOException {
    int most = Integer.parseInt(arguments[0]);
    DataInputStream in = new DataInputStream(new BufferedInputStream(System.in));
    PrintStream to = new PrintStream(new FileOutputStream(FileDescriptor.out), false);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", 2);
      StringBuilder out = new StringBuilder();
      String kind = "ok";
      if (words[0].equals("data") || words[0].equals("strict")) {
        load(words[1], words[0].equals("strict"));
      } else {
        if (words[0].equals("reference")) // the algebra as the standard writes it down, without plans
          QueryEngineRef.register();
        kind = answer(new String(in.readNBytes(Integer.parseInt(words[1])), StandardCharsets.UTF_8), most, out);
        QueryEngineRef.unregister();
      }
      byte[] bytes = out.toString().getBytes(StandardCharsets.UTF_8);
      to.print(kind + " " + bytes.length + "\n");
      to.write(bytes);
      to.flush();
    }
  }
}

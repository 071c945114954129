import java.io.*;
import java.nio.charset.StandardCharsets;
import org.apache.jena.graph.*;
import org.apache.jena.query.*;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.engine.binding.*;
import org.apache.jena.sparql.expr.*;
import org.apache.jena.sparql.function.*;

/** Jena's results of many expressions in one process: one a line, as tests/unit/function/show.c writes them. `?b` is a blank node. */
public class JenaFunctions {
  static final String XSD = "http://www.w3.org/2001/XMLSchema#";

  static String show(Node node) {
    if (node.isURI())
      return "<" + node.getURI() + ">";
    if (node.isBlank())
      return "_:";
    String form = node.getLiteralLexicalForm(), language = node.getLiteralLanguage(), datatype = node.getLiteralDatatypeURI();
    String local = datatype.startsWith(XSD) ? datatype.substring(XSD.length()) : datatype;
    if (!language.isEmpty())
      return "\"" + form + "\"@" + language;
    if (local.equals("string"))
      return "\"" + form + "\"";
    return local.equals("integer") || local.equals("boolean") ? form : "\"" + form + "\"^^" + local;
  }

  static String evaluate(String text, Binding binding) {
    try {
      Query query = QueryFactory.create("PREFIX xsd: <" + XSD + "> SELECT (" + text + " AS ?result) {}");
      Expr expression = query.getProject().getExpr(Var.alloc("result"));
      return show(expression.eval(binding, new FunctionEnvBase(ARQ.getContext().copy())).asNode());
    } catch (ExprException error) {
      return "error";
    } catch (RuntimeException error) { // its own mistakes, for example a pattern that does not compile
      return "error";
    }
  }

  public static void main(String[] arguments) throws IOException {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(new BufferedOutputStream(System.out), false, "UTF-8");
    Binding binding = BindingFactory.binding(Var.alloc("b"), NodeFactory.createBlankNode());
    for (String line = in.readLine(); line != null; line = in.readLine())
      out.println(evaluate(line, binding).replace("\n", "\\n"));
    out.flush();
  }
}

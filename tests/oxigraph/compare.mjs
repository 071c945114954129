// A second opinion: runs QUERY.rq over GRAPH in Oxigraph and compares its solutions, as a multiset, with OURS.json (SPARQL 1.1 JSON results), or its statements with OURS.nt.
// usage: node compare.mjs GRAPH.ttl QUERY.rq OURS
// Exit status: 0 the same, 1 not (the differences are printed), 2 it could not be compared.
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import oxigraph from 'oxigraph';

const XSD = 'http://www.w3.org/2001/XMLSchema#';
const NUMERIC = new Set(['integer', 'decimal', 'double', 'float', 'nonNegativeInteger'].map((name) => XSD + name));
const FORMATS = {
  '.ttl': 'text/turtle', '.trig': 'application/trig', '.nt': 'application/n-triples', '.nq': 'application/n-quads', '.rdf': 'application/rdf+xml',
};
const SHOWN = 20;

// A term of either side, as text that is the same if and only if the terms are. Numbers count by value: Oxigraph rewrites their spelling.
function spell({ type, value, language, datatype }) {
  if (type === 'iri') return `<${value}>`;
  if (type === 'blank') return '_:';
  if (language) return `${JSON.stringify(value)}@${language.toLowerCase()}`;
  if (!datatype || datatype === `${XSD}string`) return JSON.stringify(value);
  if (NUMERIC.has(datatype) && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value).toPrecision(10);
  return `${JSON.stringify(value)}^^<${datatype}>`;
}

function fromOxigraph(term) {
  if (term.termType === 'NamedNode') return spell({ type: 'iri', value: term.value });
  if (term.termType === 'BlankNode') return spell({ type: 'blank' });
  return spell({ value: term.value, language: term.language, datatype: term.datatype.value });
}

function fromJson(term) {
  const type = { uri: 'iri', bnode: 'blank' }[term.type];
  return spell({ type, value: term.value, language: term['xml:lang'], datatype: term.datatype });
}

const statement = (quad) => [quad.subject, quad.predicate, quad.object].map(fromOxigraph).join('  ');

const row = (pairs) => pairs.map(([name, text]) => `${name}=${text}`).sort().join('  ');

function theirs(graph, query) {
  const store = new oxigraph.Store();
  const format = FORMATS[extname(graph)];
  if (!format) throw new Error(`no syntax is known by the ending of ${graph}`);
  store.load(readFileSync(graph, 'utf8'), { format });
  const answer = store.query(readFileSync(query, 'utf8'), { use_default_graph_as_union: true });
  if (typeof answer === 'boolean') return [String(answer)];
  if (answer.some((one) => one.subject)) return answer.map(statement);
  return answer.map((solution) => row([...solution].filter(([, term]) => term).map(([name, term]) => [name, fromOxigraph(term)])));
}

function ours(path) {
  if (extname(path) === '.nt') {
    const store = new oxigraph.Store();
    store.load(readFileSync(path, 'utf8'), { format: FORMATS['.nt'] });
    return store.match().map(statement);
  }
  const answer = JSON.parse(readFileSync(path, 'utf8'));
  if ('boolean' in answer) return [String(answer.boolean)];
  return answer.results.bindings.map((solution) => row(Object.entries(solution).map(([name, term]) => [name, fromJson(term)])));
}

// What is in `a` more often than in `b`.
function surplus(a, b) {
  const counts = new Map();
  for (const line of b) counts.set(line, (counts.get(line) ?? 0) + 1);
  return a.filter((line) => {
    const left = counts.get(line) ?? 0;
    counts.set(line, left - 1);
    return left <= 0;
  });
}

function print(title, lines) {
  if (lines.length === 0) return;
  console.log(`${title}: ${lines.length}`);
  for (const line of lines.slice(0, SHOWN)) console.log(`  ${line || '(a row without values)'}`);
}

const [graph, query, results] = process.argv.slice(2);
if (!results) {
  console.error('usage: node compare.mjs GRAPH.ttl QUERY.rq OURS');
  process.exit(2);
}
try {
  const [expected, got] = [theirs(graph, query), ours(results)];
  const [missing, extra] = [surplus(expected, got), surplus(got, expected)];
  print('only Oxigraph answers', missing);
  print('only demarche answers', extra);
  process.exit(missing.length + extra.length > 0 ? 1 : 0);
} catch (error) {
  console.error(`compare.mjs: ${error.message ?? error}`);
  process.exit(2);
}

// Oxigraph answers queries over a graph, in one process.
// usage: node answer.mjs GRAPH.nt FOLDER QUERY.rq...   writes FOLDER/QUERY.json (SPARQL 1.1 JSON results), or .nt for CONSTRUCT
// A query that fails is told on standard output, `QUERY: why`. Exit status: 0 all were asked, 2 not.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import oxigraph from 'oxigraph';

const PIECE = 1 << 27; // bytes of N-Triples that one string may hold

function load(path) {
  const store = new oxigraph.Store();
  const bytes = readFileSync(path);
  for (let begin = 0; begin < bytes.length;) {
    let end = Math.min(begin + PIECE, bytes.length);
    if (end < bytes.length) end = bytes.lastIndexOf('\n', end) + 1;
    store.load(bytes.subarray(begin, end).toString('utf8'), { format: 'application/n-triples' });
    begin = end;
  }
  return store;
}

const [graph, folder, ...queries] = process.argv.slice(2);
if (queries.length === 0) {
  console.error('usage: node answer.mjs GRAPH.nt FOLDER QUERY.rq...');
  process.exit(2);
}
const store = load(graph);
for (const path of queries) {
  const name = basename(path, '.rq');
  const text = readFileSync(path, 'utf8');
  const isConstruct = /^CONSTRUCT\b/m.test(text);
  try {
    const answer = store.query(text, { results_format: isConstruct ? 'application/n-triples' : 'json' });
    writeFileSync(join(folder, `${name}.${isConstruct ? 'nt' : 'json'}`), answer);
  } catch (error) {
    console.log(`${name}: ${error.message ?? error}`);
  }
}

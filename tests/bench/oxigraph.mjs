// How long Oxigraph takes for the same queries over the same graph, in one process.
// usage: node oxigraph.mjs GRAPH.nt QUERY.rq...       run in tests/oxigraph, where the package is
// prints `NAME ROWS SECONDS` for each, the median of ROUNDS (of one where that takes long).
import { openSync, readSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { createRequire } from 'node:module';

const oxigraph = createRequire(`${process.cwd()}/`)('oxigraph');
const ROUNDS = 3;
const LONG_MILLISECONDS = 5000;
const CHUNK = 64 * 1024 * 1024;

// In pieces that end with a line: one string must not be longer than 512 MB.
function load(path) {
  const store = new oxigraph.Store();
  const file = openSync(path, 'r');
  const buffer = Buffer.alloc(CHUNK);
  let rest = Buffer.alloc(0);
  for (;;) {
    const n = readSync(file, buffer, 0, CHUNK, null);
    const all = Buffer.concat([rest, buffer.subarray(0, n)]);
    const end = n ? all.lastIndexOf(10) + 1 : all.length;
    store.load(all.subarray(0, end).toString('utf8'), { format: 'application/n-triples', lenient: true });
    rest = all.subarray(end);
    if (!n) return store;
  }
}

const [graph, ...queries] = process.argv.slice(2);
const store = load(graph);
console.log(`loaded ${store.size}`);
for (const path of queries) {
  const text = readFileSync(path, 'utf8');
  const taken = [];
  let rows = 0;
  do {
    const begin = performance.now();
    const answer = store.query(text, { use_default_graph_as_union: true });
    rows = typeof answer === 'boolean' ? 0 : answer.length;
    taken.push(performance.now() - begin);
  } while (taken.length < ROUNDS && taken[0] < LONG_MILLISECONDS);
  taken.sort((a, b) => a - b);
  console.log(`${basename(path)} ${rows} ${(taken[Math.floor(taken.length / 2)] / 1000).toFixed(6)}`);
}

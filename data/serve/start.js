// Opens YASGUI on the endpoint of this server, and on no other.
"use strict";

const endpoint = new URL("sparql", location.href).href;
document.getElementById("endpoint").textContent = endpoint;

Yasgui.Yasqe.defaults.autocompleters = ["prefixes", "variables"]; // the others ask servers elsewhere
Yasgui.Yasqe.defaults.prefixCcApi = new URL("prefixes.json", location.href).href;
Yasgui.Yasqe.defaults.value = "SELECT ?subject ?predicate ?object\nWHERE {\n  ?subject ?predicate ?object .\n}\nLIMIT 20\n";

function here(tab) {
  tab.requestConfig = Object.assign({}, tab.requestConfig, { endpoint });
  return tab;
}

const yasgui = new Yasgui(document.getElementById("yasgui"), {
  requestConfig: { endpoint, method: "POST" },
  persistenceId: "demarche " + location.host, // what was typed for another server stays there
  populateFromUrl: here,
  copyEndpointOnNewTab: false,
  endpointCatalogueOptions: { getData: () => [{ endpoint }], keys: [] },
});
for (const id of Object.keys(yasgui._tabs)) yasgui._tabs[id].setEndpoint(endpoint);

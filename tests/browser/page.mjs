// Types a query into the page of `demarche serve` and reads the answer, in a real browser; nothing may be asked of another host.
// usage: page.mjs URL CHROMIUM      standard output: a JSON object of what was seen
import { chromium } from "playwright-core";

const [url, executablePath] = process.argv.slice(2);
const host = new URL(url).host;
const seen = { requests: 0, elsewhere: [], faults: [], answers: [] };

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-background-networking"] });
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(20000);
  page.on("request", (request) => {
    seen.requests++;
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).host !== host) seen.elsewhere.push(request.url());
  });
  page.on("pageerror", (error) => seen.faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && seen.faults.push(message.text()));
  page.on("response", (response) => response.url().endsWith("/sparql") && seen.answers.push(response.status()));

  await page.goto(url, { waitUntil: "networkidle" });
  seen.title = await page.title();
  seen.endpoint = await page.textContent("#endpoint");

  const ask = async (query) => {
    await page.click(".CodeMirror");
    await page.keyboard.press("Control+A");
    await page.keyboard.press("Delete");
    await page.keyboard.insertText(query);
    const answered = page.waitForResponse((response) => response.url().endsWith("/sparql"));
    await page.click(".yasqe_queryButton");
    await answered;
  };
  await ask('SELECT ?s ?o WHERE { ?s <http://e/p> ?o . FILTER(CONTAINS(?o, "<b>")) } ORDER BY ?s');
  await page.waitForSelector(".yasr_results table tbody tr");
  seen.cells = await page.$$eval(".yasr_results table tbody td", (cells) => cells.map((cell) => cell.innerText.trim()));
  seen.injected = await page.$$eval(".yasr_results table tbody b", (found) => found.length);
  await ask("SELECT nonsense");
  await page.waitForSelector(".yasr .errorResult");
  seen.error = await page.innerText(".yasr .errorResult");
} catch (error) {
  seen.faults.push(String(error));
} finally {
  await browser.close();
}
console.log(JSON.stringify(seen));

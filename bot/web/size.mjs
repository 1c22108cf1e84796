/** Reports the gzip size of what browsers load; fails when the widget is over its budget. */
import { readdir, readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const dist = new URL("./dist/", import.meta.url);
const BUDGETS = [
  { name: "launcher", match: /^widget\.js$/, limitKb: 10 },
  { name: "panel", match: /^assets\/panel-.*\.js$/, limitKb: 60 },
];

async function measure() {
  const names = (await readdir(dist, { recursive: true })).filter((name) => /\.(js|css|html)$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => ({ name, kb: gzipSync(await readFile(new URL(name, dist))).length / 1000 })),
  );
}

export async function reportSizes() {
  const files = await measure();
  for (const { name, kb } of files) console.log(`${kb.toFixed(1).padStart(7)} kB gzip  ${name}`);
  for (const { name, match, limitKb } of BUDGETS) {
    const kb = files.filter((file) => match.test(file.name)).reduce((sum, file) => sum + file.kb, 0);
    const within = kb > 0 && kb <= limitKb;
    console.log(`${name}: ${kb.toFixed(1)} of ${limitKb} kB${within ? "" : "  OVER BUDGET"}`);
    if (!within) process.exitCode = 1;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await reportSizes();

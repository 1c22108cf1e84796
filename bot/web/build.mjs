/** Builds everything into dist/: pages and console, the panel, then the launcher that knows the panel's name. */
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { reportSizes } from "./size.mjs";

const root = fileURLToPath(new URL(".", import.meta.url));
const common = { root, configFile: false, logLevel: "warn", publicDir: false };
const output = { emptyOutDir: false, outDir: "dist", target: "es2022", modulePreload: { polyfill: false } };

async function buildPages() {
  const input = { shop: `${root}shop/index.html`, console: `${root}console/index.html` };
  await build({ ...common, base: "/", build: { ...output, rolldownOptions: { input } } });
}

/** Returns the panel's path below the origin; its name changes with its content. */
async function buildPanel() {
  const names = { entryFileNames: "assets/panel-[hash].js", format: "es" };
  const result = await build({
    ...common,
    build: { ...output, rolldownOptions: { input: `${root}widget/panel/index.ts`, output: names } },
  });
  return result.output.find((file) => file.isEntry).fileName;
}

async function buildLauncher(panelPath) {
  const names = { entryFileNames: "widget.js", format: "iife" };
  await build({
    ...common,
    define: { PANEL_PATH: JSON.stringify(`/${panelPath}`) },
    build: { ...output, rolldownOptions: { input: `${root}widget/launcher/launcher.ts`, output: names } },
  });
}

await rm(`${root}dist`, { recursive: true, force: true });
await buildPages();
await buildLauncher(await buildPanel());
await reportSizes();

// Builds what browsers load: node build.mjs [FOLDER]. Same packages in, same bytes out; nothing is fetched.
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

import { build, transform } from "esbuild";
import { compileAsync } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, "node_modules");
const committed = join(here, "..", "static", "portal");
const out = resolve(process.argv[2] ?? committed);
const target = ["chrome109", "firefox115", "safari15.6"];
const notice = (text) => `/*! ${text} See LICENCES.txt. */\n`;

async function version(name) {
  return JSON.parse(await readFile(join(packages, name, "package.json"), "utf8")).version;
}

async function styles() {
  const { css } = await compileAsync(join(here, "scss", "portal.scss"), {
    loadPaths: [packages],
    quietDeps: true,
  });
  const { code } = await transform(css, { loader: "css", minify: true, target });
  const banner = notice(`GOV.UK Frontend ${await version("govuk-frontend")}, MIT licence; no GOV.UK brand.`);
  await writeFile(join(out, "portal.css"), banner + code);
}

async function scripts() {
  const options = { minify: true, target, write: true, legalComments: "none", logLevel: "warning" };
  const banner = { js: notice(`GOV.UK Frontend ${await version("govuk-frontend")}, MIT licence.`).trim() };
  await build({
    ...options,
    entryPoints: [join(here, "js", "portal.mjs")],
    outfile: join(out, "portal.js"),
    bundle: true,
    format: "esm",
    banner,
  });
  await build({ ...options, entryPoints: [join(here, "js", "start.js")], outfile: join(out, "start.js") });
}

async function htmx() {
  const files = ["htmx.min.js", join("ext", "hx-csp.min.js")];
  const parts = await Promise.all(files.map((file) => readFile(join(packages, "htmx.org", "dist", file), "utf8")));
  const code = parts.map((part) => part.replace(/^\/\/# sourceMappingURL=.*$/gm, "").trim());
  const banner = notice(`htmx ${await version("htmx.org")} and its extension hx-csp, Zero-Clause BSD.`);
  await writeFile(join(out, "htmx.js"), `${banner}${code.join("\n")}\n`);
}

async function licences() {
  const text = async (...path) => (await readFile(join(here, ...path), "utf8")).trim();
  const parts = [
    `GOV.UK Frontend ${await version("govuk-frontend")} (in portal.css and portal.js)`,
    await text("licences", "govuk-frontend.txt"), // the package comes without its own
    `htmx ${await version("htmx.org")} (in htmx.js)`,
    await text("node_modules", "htmx.org", "LICENSE"),
  ];
  await writeFile(join(out, "LICENCES.txt"), `${parts.join("\n\n")}\n`);
}

async function manifest() {
  const entries = await readdir(out, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = {};
  for (const path of paths.sort()) {
    const name = relative(out, path).split(sep).join("/");
    files[name] = createHash("sha256").update(await readFile(path)).digest("hex");
  }
  const names = ["esbuild", "govuk-frontend", "htmx.org", "sass"];
  const built = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await version(name)])));
  await writeFile(join(out, "manifest.json"), `${JSON.stringify({ packages: built, sha256: files }, null, 2)}\n`);
}

if (out === committed) await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await Promise.all([
  styles(),
  scripts(),
  htmx(),
  licences(),
  cp(join(here, "images"), join(out, "images"), { recursive: true }),
  cp(join(here, "manifest.webmanifest"), join(out, "manifest.webmanifest")),
]);
await manifest();

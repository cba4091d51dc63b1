// Runs every scenario of the *.test.mjs files beside it and says at the end how many passed.

import { readdir } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { scenarios, finish, shots, troubles } from "./support.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2);

/** The scenarios of a file; `again` gives them a stand of their own, with nothing left in it by an earlier try. */
async function of(file, again = "") {
  const before = scenarios.length;
  await import(`./${file}${again}`);
  return scenarios.slice(before).map((it) => ({ ...it, file }));
}

/** Those whose name has one of the words asked for. */
const chosen = (all) => all.filter(({ name }) => !wanted.length || wanted.some((it) => name.includes(it)));

/** A scenario that hangs is one that failed. */
const PATIENCE = 240_000;
const late = () => new Promise((_, fail) => setTimeout(() => fail(new Error("it does not end")), PATIENCE).unref());

/** As many as may be tried once more, with all of their file, as those of a file build on one another: a machine with two
 * cores is sometimes too busy for a time limit. */
const AGAIN = 3;

/** Runs one; whether it passed. */
async function passes({ name, run }) {
  const began = Date.now();
  const took = () => `${((Date.now() - began) / 1000).toFixed(1)} s`;
  try {
    await Promise.race([run(), late()]);
    console.log(`ok    ${name}  ${took()}`);
    return true;
  } catch (trouble) {
    for (const it of await troubles()) console.log(it);
    await shots(name.replace(/\W+/g, "-").slice(0, 60));
    console.log(`FAIL  ${name}  ${took()}\n${trouble.stack ?? trouble}`);
    return false;
  }
}

/** Runs them; those that failed. What a file has opened is closed behind it: a hundred pages are too many for a machine. */
async function failing(all) {
  const failed = [];
  for (const [at, it] of all.entries()) {
    if (!(await passes(it))) failed.push(it);
    if (all[at + 1]?.file !== it.file) await finish();
  }
  return failed;
}

const all = [];
for (const file of (await readdir(here)).filter((it) => it.endsWith(".test.mjs")).sort()) all.push(...chosen(await of(file)));
let failed = await failing(all);
if (failed.length && failed.length <= AGAIN) {
  const files = [...new Set(failed.map((it) => it.file))];
  console.log(`again, from ${files.join(", ")}: ${failed.map((it) => it.name).join(", ")}`);
  const second = [];
  for (const file of files) second.push(...chosen(await of(file, "?again")));
  failed = await failing(second);
}
for (const it of failed) console.log(`failed: ${it.name}`);
console.log(`${all.length - failed.length} passed, ${failed.length} failed`);
process.exit(failed.length || !all.length ? 1 : 0);

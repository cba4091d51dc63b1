// Runs every scenario of the *.test.mjs files beside it and says at the end how many passed.

import { readdir } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { scenarios, finish, shots, troubles } from "./support.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2);
for (const file of (await readdir(here)).filter((it) => it.endsWith(".test.mjs")).sort()) {
  await import(`./${file}`);
}

/** A scenario that hangs is one that failed. */
const PATIENCE = 240_000;
const late = () => new Promise((_, fail) => setTimeout(() => fail(new Error("it does not end")), PATIENCE).unref());

/** As many as may be tried once more: a machine with two cores is sometimes too busy for a time limit. */
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

/** Runs them; those that failed. */
async function failing(all) {
  const failed = [];
  for (const it of all) if (!(await passes(it))) failed.push(it);
  return failed;
}

const chosen = scenarios.filter(({ name }) => !wanted.length || wanted.some((it) => name.includes(it)));
let failed = await failing(chosen);
if (failed.length && failed.length <= AGAIN) {
  console.log(`again: ${failed.map((it) => it.name).join(", ")}`);
  failed = await failing(failed);
}
await finish();
for (const it of failed) console.log(`failed: ${it.name}`);
console.log(`${chosen.length - failed.length} passed, ${failed.length} failed`);
process.exit(failed.length || !chosen.length ? 1 : 0);

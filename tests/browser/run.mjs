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

let passed = 0;
let failed = 0;
for (const { name, run } of scenarios) {
  if (wanted.length && !wanted.some((it) => name.includes(it))) continue;
  const began = Date.now();
  try {
    await Promise.race([run(), late()]);
    passed += 1;
    console.log(`ok    ${name}  ${((Date.now() - began) / 1000).toFixed(1)} s`);
  } catch (trouble) {
    failed += 1;
    for (const it of await troubles()) console.log(it);
    await shots(name.replace(/\W+/g, "-").slice(0, 60));
    console.log(`FAIL  ${name}  ${((Date.now() - began) / 1000).toFixed(1)} s\n${trouble.stack ?? trouble}`);
  }
}
await finish();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed || !passed ? 1 : 0);

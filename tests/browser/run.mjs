// Runs every scenario of the *.test.mjs files beside it, a file a process and some side by side, and says at the end how
// many passed: node run.mjs [NAME …] runs those whose name has one of the words; with --file FILE first, those of one file,
// in this process.

import { spawn } from "node:child_process";
import { readdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const alone = process.argv[2] === "--file" ? process.argv[3] : undefined;
const wanted = process.argv.slice(alone ? 4 : 2);

/** Files side by side: each waits for its pages about as long as it works. */
const SIDE_BY_SIDE = 2;
/** A scenario that hangs is one that failed. */
const PATIENCE = 480_000;
/** As many as may be tried once more, with all of their file, as those of a file build on one another: a machine with two
 * cores is sometimes too busy for a time limit. */
const AGAIN = 3;

const late = () => new Promise((_, fail) => setTimeout(() => fail(new Error("it does not end")), PATIENCE).unref());
const say = (passed, failed) => {
  for (const it of failed) console.log(`failed: ${it}`);
  console.log(`${passed} passed, ${failed.length} failed`);
};

/** Runs the scenarios of a file; `[how many passed, the names of those that failed]`. */
async function ofFile(file) {
  const { scenarios, finish, shots, troubles } = await import("./support.mjs");
  await import(`./${file}`);
  const chosen = scenarios.filter(({ name }) => !wanted.length || wanted.some((it) => name.includes(it)));
  const failed = [];
  for (const { name, run } of chosen) {
    const began = Date.now();
    const took = () => `${((Date.now() - began) / 1000).toFixed(1)} s`;
    try {
      await Promise.race([run(), late()]);
      console.log(`ok    ${name}  ${took()}`);
    } catch (trouble) {
      for (const it of await troubles()) console.log(it);
      await shots(name.replace(/\W+/g, "-").slice(0, 60));
      console.log(`FAIL  ${name}  ${took()}\n${trouble.stack ?? trouble}`);
      failed.push(name);
    }
  }
  await finish();
  return [chosen.length - failed.length, failed];
}

/** Runs a file in a process of its own and shows what it said when it is over; as `ofFile`. */
function apart(file) {
  return new Promise((done) => {
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), "--file", file, ...wanted], { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const from of [child.stdout, child.stderr]) from.setEncoding("utf8").on("data", (more) => (said += more));
    child.on("close", () => {
      const lines = said.trimEnd().split("\n");
      const closing = /^(\d+) passed, \d+ failed$/;
      const end = lines.find((it) => closing.test(it));
      const failed = lines.filter((it) => it.startsWith("failed: ")).map((it) => it.slice(8));
      const shown = lines.filter((it) => it && it !== end && !it.startsWith("failed: "));
      if (shown.length) console.log(shown.join("\n"));
      done(end ? [Number(closing.exec(end)[1]), failed] : [0, [`${file} ended in the middle`]]);
    });
  });
}

/** Runs files, so many at once; how many scenarios passed, and those that failed by file. */
async function all(files, atOnce) {
  const waiting = [...files];
  const failed = new Map();
  let passed = 0;
  const one = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      const [n, bad] = await apart(file);
      passed += n;
      if (bad.length) failed.set(file, bad);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return [passed, failed];
}

/** All files, the longest first: what takes long is not begun last. */
async function byLength() {
  const names = (await readdir(here)).filter((it) => it.endsWith(".test.mjs"));
  const sized = await Promise.all(names.map(async (name) => [(await stat(`${here}/${name}`)).size, name]));
  return sized.sort(([a], [b]) => b - a).map(([, name]) => name);
}

if (alone) {
  const [passed, failed] = await ofFile(alone);
  say(passed, failed);
  process.exit(failed.length ? 1 : 0);
}
let [passed, bad] = await all(await byLength(), SIDE_BY_SIDE);
const first = [...bad.values()].flat();
if (first.length && first.length <= AGAIN) {
  console.log(`again, from ${[...bad.keys()].join(", ")}: ${first.join(", ")}`);
  const [, still] = await all(bad.keys(), 1);
  passed += first.length;
  bad = still;
  passed -= [...bad.values()].flat().length;
}
const failed = [...bad.values()].flat();
say(passed, failed);
process.exit(failed.length || !passed ? 1 : 0);

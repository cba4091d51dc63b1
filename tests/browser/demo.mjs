// Starts `lobby demo` in a folder of its own, for the tests and for the pictures of the README.

import { spawn } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { until } from "./support.mjs";

const binary = process.env.LOBBY_BINARY ?? fileURLToPath(new URL("../../target/ci/lobby", import.meta.url));

const freePort = () =>
  new Promise((done) => {
    const it = createServer().listen(0, "127.0.0.1", () => {
      const { port } = it.address();
      it.close(() => done(port));
    });
  });

/** Starts a demo in a folder of its own; gives its address, who logs in, and the code it ended with, once it has. */
export async function demo(...more) {
  const [port, folder] = [await freePort(), await mkdtemp(`${tmpdir()}/lobby-demo-test-`)];
  const args = ["demo", ...more, "--listen", `127.0.0.1:${port}`, "--data-dir", `${folder}/data`];
  const running = spawn(binary, args, { stdio: ["ignore", "pipe", "ignore"] });
  const it = { url: `http://127.0.0.1:${port}`, folder: `${folder}/data`, code: null, stop: () => running.kill("SIGTERM") };
  running.on("exit", (code) => (it.code = code));
  let said = "";
  running.stdout.on("data", (more) => (said += more));
  [, it.email, it.password] = await until(() => said.match(/log in as (\S+)\n\s+password\s+(\S+)/), "no password", 60);
  await until(() => fetch(`${it.url}/readyz`).then((answer) => answer.ok, () => false), "it is not ready");
  return it;
}

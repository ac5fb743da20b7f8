// Prints every push and ping payload of @octokit/webhooks-examples, one JSON object a line: its event, the payload as it would
// be sent, and the signature that @octokit/webhooks-methods makes of it. The secret is the first argument.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const [secret, modules] = process.argv.slice(2);
const require = createRequire(pathToFileURL(join(modules, "index.js")));
const { sign } = await import(pathToFileURL(join(modules, "@octokit/webhooks-methods/dist-node/index.js")).href);
const root = dirname(require.resolve("@octokit/webhooks-examples/package.json"));

for (const server of readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
  const events = JSON.parse(readFileSync(join(root, server.name, "index.json"), "utf8"));
  for (const { name, examples } of events.filter(({ name }) => name === "push" || name === "ping")) {
    for (const example of examples) {
      const payload = JSON.stringify(example);
      console.log(JSON.stringify({ server: server.name, event: name, payload, signature: await sign(secret, payload) }));
    }
  }
}

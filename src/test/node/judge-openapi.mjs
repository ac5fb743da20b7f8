// Validates an OpenAPI document, the first argument, against the official schema of its version, with @seriousme/openapi-schema-validator
// from the folder of modules that is the second, and prints each fault in a line of its own; nothing if there is none.
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [document, modules] = process.argv.slice(2);
const { Validator } = await import(pathToFileURL(join(modules, "@seriousme/openapi-schema-validator/index.js")).href);
const validator = new Validator();
const { valid, errors } = await validator.validate(document);
if (validator.version !== "3.1") {
  console.log(`judged as ${validator.version}, not as 3.1`);
}
if (!valid) {
  for (const fault of [errors].flat()) {
    console.log(typeof fault === "string" ? fault : `${fault.instancePath}: ${fault.message} ${JSON.stringify(fault.params)}`);
  }
}

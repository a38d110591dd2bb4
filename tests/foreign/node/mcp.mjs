// Reads {command, args, env, calls: [[tool, arguments], ...]}, starts the server, and prints its tools and what they gave.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const load = createRequire(`${process.argv[2]}/`);
const { Client } = load("@modelcontextprotocol/sdk/client/index.js");
const { StdioClientTransport } = load("@modelcontextprotocol/sdk/client/stdio.js");

const { command, args, env, calls } = JSON.parse(readFileSync(0, "utf8"));
const client = new Client({ name: "test", version: "1" });
await client.connect(new StdioClientTransport({ command, args, env }));
const { tools } = await client.listTools();
const answers = [];
for (const [name, given] of calls) {
  answers.push((await client.callTool({ name, arguments: given })).structuredContent);
}
await client.close();
process.stdout.write(JSON.stringify({ tools: tools.map(({ name }) => name), answers }));

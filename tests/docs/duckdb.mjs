// Runs SQL from standard input in DuckDB; of each statement one line with its rows as JSON. duckdb.mjs NODE_MODULES
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";

const { DuckDBInstance } = createRequire(`${process.argv[2]}/`)("@duckdb/node-api");
const connection = await (await DuckDBInstance.create()).connect();
for (const statement of (await text(process.stdin)).split(";").filter((sql) => sql.trim())) {
  const reader = await connection.runAndReadAll(statement);
  console.log(JSON.stringify(reader.getRowObjectsJson()));
}

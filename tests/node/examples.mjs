// Reads an OpenAPI document from standard input and writes TypeScript that says of each JSON example: it is of the type that openapi-typescript made for its place.
let text = '';
for await (const part of process.stdin) text += part;
const json = 'application/json';
const lines = ["import type { operations } from './openapi';"];
for (const operation of Object.values(JSON.parse(text).paths).flatMap((path) => Object.values(path))) {
  const places = [["NonNullable<T['requestBody']>", operation.requestBody]];
  for (const [status, answer] of Object.entries(operation.responses)) places.push([`T['responses'][${status}]`, answer]);
  for (const [place, holder] of places) {
    const example = holder?.content?.[json]?.example;
    if (example === undefined) continue;
    const type = `${place.replace('T', `operations['${operation.operationId}']`)}['content']['${json}']`;
    lines.push(`export const example${lines.length}: ${type} = ${JSON.stringify(example)};`);
  }
}
console.log(lines.join('\n'));

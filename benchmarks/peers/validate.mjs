// Microseconds a validation by Twilio's official helper, after a warm-up: argv is url, token, signature, body, slices, validations a slice. Two lines: with
// the fields already parsed, and from the body on, parsed as Express's urlencoded() does. The median slice counts, as on the other side (ValidationTable.cs).
import querystring from 'node:querystring';
import twilio from 'twilio';

const [url, token, signature, body, slices, inSlice] = process.argv.slice(2);
const parsed = querystring.parse(body);
const slice = (fields) => {
  const started = process.hrtime.bigint();
  for (let i = 0; i < Number(inSlice); i++) if (!twilio.validateRequest(token, signature, url, fields())) throw new Error('not valid');
  return Number(process.hrtime.bigint() - started) / 1000 / Number(inSlice);
};
const run = (fields) => Array.from({ length: Number(slices) }, () => slice(fields)).sort((a, b) => a - b)[Math.floor(Number(slices) / 2)];
for (const fields of [() => parsed, () => querystring.parse(body)]) {
  run(fields);
  console.log(run(fields));
}

// Microseconds a validation by Twilio's official helper, after a warm-up: argv is url, token, signature, fields as JSON, slices, validations a slice.
// The median slice counts, as on the other side (ValidationTable.cs).
import twilio from 'twilio';

const [url, token, signature, json, slices, inSlice] = process.argv.slice(2);
const fields = JSON.parse(json);
const slice = () => {
  const started = process.hrtime.bigint();
  for (let i = 0; i < Number(inSlice); i++) if (!twilio.validateRequest(token, signature, url, fields)) throw new Error('not valid');
  return Number(process.hrtime.bigint() - started) / 1000 / Number(inSlice);
};
const run = () => Array.from({ length: Number(slices) }, slice).sort((a, b) => a - b)[Math.floor(Number(slices) / 2)];
run();
console.log(run());

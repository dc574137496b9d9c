// Microseconds a validation by Twilio's official helper, after a warm-up: argv is url, token, signature, fields as JSON, count.
import twilio from 'twilio';

const [url, token, signature, json, count] = process.argv.slice(2);
const fields = JSON.parse(json);
const run = times => {
  for (let i = 0; i < times; i++) if (!twilio.validateRequest(token, signature, url, fields)) throw new Error('not valid');
};
run(Number(count));
const started = process.hrtime.bigint();
run(Number(count));
console.log(Number(process.hrtime.bigint() - started) / 1000 / Number(count));

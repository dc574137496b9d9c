// Reads {secret, headers, body} from standard input and says whether the official library takes it.
import { createRequire } from 'node:module';
const { Webhook } = createRequire(import.meta.url)('standardwebhooks');
let text = '';
for await (const part of process.stdin) text += part;
const { secret, headers, body } = JSON.parse(text);
try {
  new Webhook(secret).verify(body, headers);
  console.log('taken');
} catch (error) {
  console.log(`refused: ${error.message}`);
}

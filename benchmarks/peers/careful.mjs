// The webhook as a careful team writes it in Express: Twilio's official validation; work for later scheduled in a queue beside the read of the state; then
// state, ledger and receipt in one transaction. A redelivery meets its receipt and is answered the same. Three requests to storage a STOP, as ours.
import express from 'express';
import twilio from 'twilio';
import { TableClient } from '@azure/data-tables';
import { QueueClient } from '@azure/storage-queue';

const { BASE_URL, AUTH_TOKEN, STORAGE } = process.env;
const table = TableClient.fromConnectionString(STORAGE, 'Careful', { allowInsecureConnection: true });
const queue = new QueueClient(STORAGE, 'careful-follow-ups');
await Promise.all([table.createTable(), queue.createIfNotExists()]);
const found = (read) => read.catch((error) => (error.statusCode === 404 ? null : Promise.reject(error)));

async function optOut({ From, MessageSid, Body }) {
  const at = new Date().toISOString();
  // The row keys hold the number, too: the emulator slows down where many rows share one.
  const key = (row) => ({ partitionKey: From, rowKey: `${row}-${From}` });
  const followUp = { from: From, messageSid: MessageSid, at };
  const [state] = await Promise.all([
    found(table.getEntity(From, key('state').rowKey)),
    queue.sendMessage(JSON.stringify(followUp), { visibilityTimeout: 3600 }),
  ]);
  const events = (state?.events ?? 0) + 1;
  const after = { ...key('state'), suppressed: true, since: state?.since ?? at, lastOptOutAt: at, events };
  const reply = state?.suppressed ? '' : 'Acme Clinics: You are unsubscribed and will receive no more messages. Reply START to resubscribe.';
  try {
    await table.submitTransaction([
      state ? ['update', after, 'Replace', { etag: state.etag }] : ['create', after],
      ['create', { ...key(`event-${String(events).padStart(8, '0')}`), type: 'opted-out', at, text: Body, messageSid: MessageSid }],
      ['create', { ...key(`receipt-${MessageSid}`), at, reply }],
    ]);
    return reply;
  } catch (error) {
    if (error.statusCode !== 409 && error.statusCode !== 412) throw error;
    const receipt = await found(table.getEntity(From, key(`receipt-${MessageSid}`).rowKey));
    return receipt ? receipt.reply : optOut({ From, MessageSid, Body });
  }
}

const app = express();
app.use(express.urlencoded({ extended: false }));
app.post('/api/twilio/messages', twilio.webhook({ url: `${BASE_URL}/api/twilio/messages` }, AUTH_TOKEN), async (request, response) => {
  const answer = new twilio.twiml.MessagingResponse();
  if (request.body.Body.trim().toUpperCase() === 'STOP') {
    const reply = await optOut(request.body);
    if (reply) answer.message(reply);
  }
  response.type('text/xml').send(answer.toString());
});
const server = app.listen(0, '127.0.0.1', () => console.log(`Now listening on: http://127.0.0.1:${server.address().port}`));
process.on('SIGTERM', () => process.exit(0));

// The webhook as most teams write it: Express, Twilio's official validation, and one row a STOP. No receipt, no ledger, no exactly-once.
import express from 'express';
import twilio from 'twilio';
import { TableClient } from '@azure/data-tables';

const { BASE_URL, AUTH_TOKEN, STORAGE } = process.env;
const table = STORAGE ? TableClient.fromConnectionString(STORAGE, 'Peer', { allowInsecureConnection: true }) : null;
await table?.createTable();

const app = express();
app.use(express.urlencoded({ extended: false }));
app.post('/api/twilio/messages', twilio.webhook({ url: `${BASE_URL}/api/twilio/messages` }, AUTH_TOKEN), async (request, response) => {
  const answer = new twilio.twiml.MessagingResponse();
  if (table && request.body.Body.trim().toUpperCase() === 'STOP') {
    await table.upsertEntity({ partitionKey: request.body.From, rowKey: 'suppressed', at: new Date().toISOString() });
    answer.message('Acme Clinics: You are unsubscribed and will receive no more messages. Reply START to resubscribe.');
  }
  response.type('text/xml').send(answer.toString());
});
const server = app.listen(0, '127.0.0.1', () => console.log(`Now listening on: http://127.0.0.1:${server.address().port}`));
process.on('SIGTERM', () => process.exit(0));

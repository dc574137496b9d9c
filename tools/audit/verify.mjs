// A second verifier of audit files, written from docs/proof.md alone, without our code: node tools/audit/verify.mjs FILE
// Ends with 0 when the file holds, with 1 when not, naming each line; that both verifiers agree, a test holds.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

const ERASABLE = ['text', 'proof', 'conversationSid', 'ageVerified', 'trigger'];
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const hex = bytes => bytes.toString('hex');

// Members in the order of their names by UTF-16 units, which is how JavaScript sorts; JSON.stringify escapes as RFC 8785 says. Numbers stand as written where
// Node tells how they were (from version 21 on), and else as it writes them, which is the same for those of a ledger.
class Written { constructor(source) { this.source = source; } }
const parse = line => JSON.parse(line, (name, value, context) => typeof value === 'number' ? new Written(context?.source ?? JSON.stringify(value)) : value);
function canonical(value) {
  if (value instanceof Written) return value.source;
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.keys(value).sort().map(name => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}
const pick = (event, wanted) => Object.fromEntries(Object.entries(event).filter(([name]) => wanted(name)));

// RFC 6962, section 2.1: leaves begin with 0, inner nodes with 1; a left subtree is the largest full one.
const tree = [];
let count = 0;
function leaf(line) {
  count++;
  for (let node = { size: 1, hash: sha256(Buffer.of(0), line) }; ; ) {
    if (tree.at(-1)?.size !== node.size) return tree.push(node);
    const left = tree.pop();
    node = { size: left.size * 2, hash: sha256(Buffer.of(1), left.hash, node.hash) };
  }
}
const root = () => hex(tree.length === 0 ? sha256('') : tree.map(node => node.hash).reduceRight((right, left) => sha256(Buffer.of(1), left, right)));

function placeOf(recipient) {
  const bytes = Buffer.from(recipient, 'utf8');
  const whole = hex(sha256(bytes));
  const encoded = [...bytes].map(b => /[A-Za-z0-9+\-_.:@]/.test(String.fromCharCode(b)) ? String.fromCharCode(b) : `=${b.toString(16).toUpperCase().padStart(2, '0')}`).join('');
  return `${whole.slice(0, 2)}|${encoded.length > 200 ? `~${whole}` : encoded}`;
}

let number = 0, faults = 0, seal = null, last = null, recipients = 0;
const fault = why => { faults++; console.log(`line ${number}: ${why}`); };

function take(line) {
  number++;
  if (seal) return fault('stands after the seal');
  let event;
  try { event = parse(line); } catch { leaf(line); last = null; return fault('is no JSON'); }
  if (event.seal) { seal = event.seal; return; }
  leaf(line);
  const held = pick(event, name => ERASABLE.includes(name));
  if (Object.keys(held).length > 0 && !event.salt) fault('has personal content without its salt');
  if (event.salt && hex(sha256(Buffer.from(event.salt, 'hex'), canonical(held))) !== event.digest) fault('its personal content was changed');
  if (hex(sha256(canonical(pick(event, name => !['hash', 'salt', ...ERASABLE].includes(name))))) !== event.hash) fault('was changed');
  const [sequence, place] = [Number(event.sequence?.source), placeOf(event.recipient)];
  if (last?.recipient !== event.recipient) {
    recipients++;
    if (last && place < last.place) fault('stands out of order: another recipient belongs here');
    if ((sequence === 1) !== (event.previous === undefined)) fault('begins wrongly');
  } else if (sequence <= last.sequence) fault('stands out of order');
  else if (sequence > last.sequence + 1) fault('events before it are missing');
  else if (event.previous !== last.hash) fault('does not follow the line above');
  last = { recipient: event.recipient, place, sequence, hash: event.hash };
}

let rest = Buffer.alloc(0);
for await (const chunk of createReadStream(process.argv[2])) {
  rest = Buffer.concat([rest, chunk]);
  for (let end; (end = rest.indexOf(10)) >= 0; rest = rest.subarray(end + 1)) take(rest.subarray(0, end));
}
if (!seal) { number++; fault('the seal is missing'); }
else if (Number(seal.count.source) !== count || Number(seal.recipients.source) !== recipients) fault(`the seal counts other lines than the ${count} of ${recipients} recipients that there are`);
else if (seal.root !== root()) fault('the seal does not match the lines');
console.log(faults === 0 ? `The file holds: ${count} events of ${recipients} recipients, root ${root()}.` : 'The file does not hold.');
process.exitCode = faults === 0 ? 0 : 1;

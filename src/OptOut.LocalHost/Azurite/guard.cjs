// Loaded into the Azurite process before Azurite itself (node --require).
const { writeFileSync } = require('node:fs');

// 1. Azurite records itself before it opens its data, and only where no other is recorded ('wx'): whenever a host is
//    killed, the next one finds the Azurite that is left, and two never write the same files.
const option = name => process.argv[process.argv.indexOf(`--${name}`) + 1];
const record = { pid: process.pid, startedAt: new Date().toISOString(), location: option('location'),
  queuePort: Number(option('queuePort')), tablePort: Number(option('tablePort')),
  blobPort: Number(option('blobPort')) };
writeFileSync(process.env.OPTOUT_AZURITE_RECORD, JSON.stringify(record) + '\n', { flag: 'wx' });

// 2. Azurite takes the first SIGTERM, writes its data and ends; a second one would kill it in the middle of that.
//    Before Azurite listens for the signal there is nothing to write yet, and this listener is the only one.
let ending = false;
process.on('SIGTERM', () => {
  if (ending) return;
  ending = true;
  if (process.listenerCount('SIGTERM') === 1) process.exit(0);
});

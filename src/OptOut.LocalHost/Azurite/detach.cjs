// Starts a program in a session of its own and ends: node detach.cjs LOG PROGRAM-ARGUMENTS…
// A session of its own keeps a terminal's Ctrl+C and a signal to the host's process group away from Azurite, which must
// outlive the host's last write. Its output goes to a file: a pipe to a killed host would break, and Azurite with it.
const { spawn } = require('node:child_process');
const { openSync } = require('node:fs');

const [log, ...program] = process.argv.slice(2);
const output = openSync(log, 'a');
const child = spawn(process.execPath, program, { detached: true, stdio: ['ignore', output, output] });
child.on('error', error => { console.error(error.message); process.exit(1); });
child.on('spawn', () => { console.log(child.pid); child.unref(); });

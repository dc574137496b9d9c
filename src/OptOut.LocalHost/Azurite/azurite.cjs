// node azurite.cjs FOLDER PROGRAM OPTIONS…: Azurite for one local host, in a process of its own. FOLDER gets its log and its record.
const { spawn } = require('node:child_process');
const { openSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const [, , folder, program, ...options] = process.argv;
const record = { pid: process.pid, folder, startedAt: new Date().toISOString(), blobPort: 0, queuePort: 0, tablePort: 0 };
const write = () => writeFileSync(join(folder, 'azurite.json'), JSON.stringify(record) + '\n');

if (process.env.OPTOUT_AZURITE !== 'run') {
  // A session of its own: Ctrl+C and signals to the host's process group do not end Azurite before the host's last write.
  // The output goes to a file, since a pipe to a killed host would break and Azurite with it.
  const log = openSync(join(folder, 'azurite.log'), 'w');
  const env = { ...process.env, OPTOUT_AZURITE: 'run' };
  spawn(process.execPath, process.argv.slice(1), { detached: true, windowsHide: true, stdio: ['inherit', log, log], env }).unref();
} else {
  write();
  // The host holds the other end of this pipe. When the host ends, killed or not, Azurite does what it does at SIGTERM: it writes its
  // data and ends. Before it listens for that signal there is nothing to write.
  process.stdin.on('end', () => process.emit('SIGTERM') || process.exit()).resume().unref();

  // The ports are chosen by the system, and said only here.
  const say = process.stdout.write.bind(process.stdout);
  process.stdout.write = (text, ...more) => {
    const [, service, port] = /^Azurite (\w+) service is successfully listening at http:.*:(\d+)/.exec(text) ?? [];
    if (port) {
      record[`${service.toLowerCase()}Port`] = Number(port);
      write();
    }
    return say(text, ...more);
  };
  process.argv.splice(1, 3, program);
  require(program);
}

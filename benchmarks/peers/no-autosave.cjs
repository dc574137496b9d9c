// Loaded before the emulator (NODE_OPTIONS=--require): it keeps what it read and never writes its file anew. It would do so five seconds
// after any change, and answer nobody meanwhile; storage in Azure does no such thing.
const { Module } = require("node:module");
const load = Module._load;
Module._load = function (name, ...rest) {
  const loaded = load.call(this, name, ...rest);
  if (name === "lokijs") {
    loaded.prototype.autosaveEnable = () => {};
    loaded.prototype.saveDatabase = (done) => done?.();
  }
  return loaded;
};

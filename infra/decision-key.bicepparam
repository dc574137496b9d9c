// Read from the environment, so that the key is on no command line and in no file of ours. Used by hooks/set-tokens.sh.
using 'decision-key.bicep'

param vaultName = readEnvironmentVariable('OPTOUT_VAULT_NAME')
param value = readEnvironmentVariable('OPTOUT_DECISION_KEY')

// Read from the environment, so that no token is ever on a command line or in a file of ours. Used by hooks/set-tokens.sh.
// No defaults: without a token this does not build, and nothing is written.
using 'tokens.bicep'

param vaultName = readEnvironmentVariable('OPTOUT_VAULT_NAME')
param accountSid = readEnvironmentVariable('OPTOUT_ACCOUNT_SID')
param primary = readEnvironmentVariable('OPTOUT_TOKEN_PRIMARY')
param secondary = readEnvironmentVariable('OPTOUT_TOKEN_SECONDARY')

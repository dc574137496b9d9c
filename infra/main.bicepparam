// What `azd up` uses. `azd env set OPTOUT_ENVIRONMENT prod` picks the environment; dev where nothing is set.
// dev.bicepparam, test.bicepparam and prod.bicepparam are the same for the Azure CLI and for the workflows.
using 'main.bicep'

import { dev, test, prod } from 'environments.bicep'

var chosen = readEnvironmentVariable('OPTOUT_ENVIRONMENT', 'dev')
var emails = readEnvironmentVariable('OPTOUT_ALERT_EMAILS', '')

param environment = { dev: dev, test: test, prod: prod }[chosen]
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param accounts = {
  dev: loadJsonContent('accounts/dev.json')
  test: loadJsonContent('accounts/test.json')
  prod: loadJsonContent('accounts/prod.json')
}[chosen]
param alertEmails = empty(emails) ? [] : split(emails, ',')
param inboundSilenceHours = { dev: 0, test: 0, prod: 12 }[chosen]
param azdEnvironment = readEnvironmentVariable('AZURE_ENV_NAME', 'local')
// Days in which each night's audit file can be neither changed nor deleted; empty: none is written.
var auditFileDays = readEnvironmentVariable('OPTOUT_AUDIT_FILE_DAYS', '')
param auditFiles = empty(auditFileDays) ? null : { days: int(auditFileDays) }
// true: Microsoft Defender for Storage on the accounts that hold blobs (docs/operations.md, costs).
param defenderForStorage = readEnvironmentVariable('OPTOUT_DEFENDER_FOR_STORAGE', '') == 'true'

using 'main.bicep'

import { dev } from 'environments.bicep'

param environment = dev
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param accounts = loadJsonContent('accounts/dev.json')
param alertEmails = split(readEnvironmentVariable('OPTOUT_ALERT_EMAILS', 'nobody@example.com'), ',')
param inboundSilenceHours = 0
// Days in which each night's audit file can be neither changed nor deleted; empty: none is written.
var auditFileDays = readEnvironmentVariable('OPTOUT_AUDIT_FILE_DAYS', '')
param auditFiles = empty(auditFileDays) ? null : { days: int(auditFileDays) }
// true: Microsoft Defender for Storage on the accounts that hold blobs (docs/operations.md, costs).
param defenderForStorage = readEnvironmentVariable('OPTOUT_DEFENDER_FOR_STORAGE', '') == 'true'

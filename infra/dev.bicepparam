using 'main.bicep'

import { dev } from 'environments.bicep'

param environment = dev
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param accounts = loadJsonContent('accounts/dev.json')
param alertEmails = split(readEnvironmentVariable('OPTOUT_ALERT_EMAILS', 'nobody@example.com'), ',')
param inboundSilenceHours = 0

using 'main.bicep'

import { prod } from 'environments.bicep'

param environment = prod
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param accounts = loadJsonContent('accounts/prod.json')
param alertEmails = split(readEnvironmentVariable('OPTOUT_ALERT_EMAILS', 'optout-operators@example.com'), ',')
param inboundSilenceHours = 12

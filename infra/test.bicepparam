using 'main.bicep'

import { test } from 'environments.bicep'

param environment = test
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param accounts = loadJsonContent('accounts/test.json')
param alertEmails = split(readEnvironmentVariable('OPTOUT_ALERT_EMAILS', 'optout-operators@example.com'), ',')
param inboundSilenceHours = 0

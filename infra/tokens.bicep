import { tokenSecretName } from 'settings.bicep'

// Sets the two auth tokens of one account: a new version of each secret, the old versions stay to go back to.
// By the management plane, so it also works where the vault has no public address, and the app needs no right to write.

@description('Vault that main.bicep made.')
param vaultName string

@description('Account SID.')
@minLength(34)
@maxLength(34)
param accountSid string

@secure()
@description('The account\'s primary auth token.')
@minLength(32)
param primary string

@secure()
@description('The secondary auth token while one exists; otherwise the primary again.')
@minLength(32)
param secondary string

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: vaultName
}

resource primarySecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: tokenSecretName(accountSid, 'primary')
  properties: { value: primary, contentType: 'Twilio auth token' }
}

resource secondarySecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: tokenSecretName(accountSid, 'secondary')
  properties: { value: secondary, contentType: 'Twilio auth token' }
}

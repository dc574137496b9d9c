import { decisionKeySecretName } from 'settings.bicep'

// Sets the secret that signs decisions (rule 33). Whoever has it can write proofs, so it is made by chance and stands in the vault only.

@description('Vault that main.bicep made.')
param vaultName string

@secure()
@description('The secret: at least 32 characters of chance.')
@minLength(32)
param value string

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: vaultName
}

resource secret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: decisionKeySecretName
  properties: { value: value, contentType: 'OptOut decision key' }
}

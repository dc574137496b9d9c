// The shapes that main.bicep takes. One place, imported by every module that needs them.

@export()
@sealed()
@description('How one environment is sized and guarded. The three that exist stand side by side in environments.bicep.')
type environmentSettings = {
  @description('Short name; part of every resource name and a tag.')
  name: 'dev' | 'test' | 'prod'

  @description('Replication of the ledger account (tables). GZRS: three zones here, and a second region.')
  ledgerRedundancy: 'Standard_LRS' | 'Standard_ZRS' | 'Standard_GZRS' | 'Standard_RAGZRS'

  @description('Replication of the Functions host account (leases and the deployed package). Nothing in it cannot be made again.')
  hostRedundancy: 'Standard_LRS' | 'Standard_ZRS'

  @description('Spreads the plan over availability zones. The platform then keeps, and bills, two always-ready instances a group.')
  zoneRedundant: bool

  @description('Ledger, host storage, Service Bus and Key Vault by private endpoint only. Makes Service Bus Premium.')
  privateNetworking: bool

  @description('CanNotDelete locks on the ledger account, the vault and the namespace.')
  locks: bool

  @description('HTTP instances that never scale to zero. Twilio waits 15 s at most, so a cold start costs a message its first try.')
  @minValue(0)
  @maxValue(20)
  alwaysReadyHttp: int

  @description('Upper limit of instances; also the upper limit of the bill.')
  @minValue(1)
  @maxValue(1000)
  maximumInstances: int

  @description('Memory of an instance in MB.')
  instanceMemoryMB: 512 | 2048 | 4096

  @description('Days that logs are kept.')
  @minValue(30)
  @maxValue(730)
  logRetentionDays: int

  @description('Daily limit of log ingestion in GB; -1 for none. A limit blinds the alerts once reached, so prod has none.')
  logDailyCapGb: int

  @description('Days in which a deleted vault or secret can be recovered.')
  @minValue(7)
  @maxValue(90)
  vaultRecoveryDays: int
}

@export()
@sealed()
@description('One Twilio account or subaccount: OptOut:Accounts:n. Auth tokens are not here: they live in Key Vault only.')
type account = {
  @description('Account SID: AC and 32 hex digits.')
  @minLength(34)
  @maxLength(34)
  sid: string

  @description('Denies every check of the account; inbound opt-outs still work (rule 29).')
  suspended: bool?

  @description('A send without a valid decision is a violation (rule 30).')
  requireDecision: bool?

  @description('How far STOP reaches (rule 4).')
  stopScope: ('Brand' | 'Account')?

  @description('What Twilio is told of consent (rule 40).')
  syncToTwilio: ('Off' | 'OptOuts' | 'Both')?

  @description('Who is told of each consent event (rule 43).')
  webhooks: webhook[]?

  @description('Name of another storage account for this account\'s recipients, when they must lie apart; the app\'s identity needs Storage Table Data Contributor there (docs/operations.md).')
  @minLength(3)
  @maxLength(24)
  storage: string?

  @description('Keys of the sender API, each kept as a SHA-256 hash only; several for rotation.')
  apiKeys: apiKey[]

  @minLength(1)
  brands: brand[]
}

@export()
@sealed()
@description('One receiver of consent events.')
type webhook = {
  url: string

  @description('The vault secret that signs what is sent.')
  secretName: string
}

@export()
@sealed()
@description('A sender API key. The key itself has 256 random bits, so its hash gives nothing away.')
type apiKey = {
  @description('SHA-256 of the key, 64 hex digits.')
  @minLength(64)
  @maxLength(64)
  hash: string

  permission: 'read' | 'write' | 'admin'
}

@export()
@description('The party that answers an opt-out keyword on a sender (rule 10).')
type optOutHandler = 'App' | 'Twilio' | 'Carrier'

@export()
@sealed()
@description('A brand: the name a recipient agreed to hear from. Durations are ISO 8601.')
type brand = {
  id: string
  name: string

  @minLength(1)
  senders: sender[]

  campaigns: campaign[]?
  defaultCampaign: string?
  optOutHandledBy: optOutHandler?
  optOutText: string?
  optInText: string?
  helpText: string?

  @description('By language: en, es, fr, de, pt.')
  optOutTexts: { *: string }?
  optInTexts: { *: string }?
  helpTexts: { *: string }?
  language: string?
  clarification: bool?
  confirmWithin: string?
  replyAfterOptOut: ('Allowed' | 'Never')?
  reviewWithin: string?
  domains: string[]?
  maxSenders: int?

  @description('Hours of the day that narrow the legal ones, such as 9-20.')
  quietHours: string?
  freeTextOptOut: ('OptOut' | 'Review' | 'Off')?
  conversationWindow: string?
  forwardUrl: string?
  supportContact: string?
  suspended: bool?
}

@export()
@sealed()
@description('E.164 number, short code, messaging service SID or channel address.')
type sender = {
  address: string
  optOutHandledBy: optOutHandler?
}

@export()
@sealed()
@description('One specific use that a recipient consents to.')
type campaign = {
  id: string
  content: (
    | 'general'
    | 'alcohol'
    | 'firearms'
    | 'gambling'
    | 'tobacco'
    | 'vape'
    | 'adult'
    | 'cannabis'
    | 'prescription'
    | 'loans'
    | 'debt-collection'
    | 'crypto'
    | 'lead-generation'
    | 'security-test'
    | 'prohibited')?
  purpose: ('transactional' | 'informational' | 'marketing')?
  description: string?
  quietHours: 'Off'?
  senders: string[]?
  countries: string[]?
  max: int?
  per: string?
  recurring: bool?
  keywords: string[]?
  callToAction: string?
  doubleOptIn: bool?
  doubleOptInWindow: string?
  reconfirmAfter: string?
  reconfirmEvery: string?
  remindEvery: string?
  priorRelationshipWindow: string?
  suspended: bool?
}

@export()
@sealed()
@description('A service that reads consent events: one subscription of the topic, and its identity as the only reader.')
type eventSubscriber = {
  @description('Name of the subscription.')
  @minLength(1)
  @maxLength(50)
  name: string

  @description('Object id of the reader\'s managed identity.')
  @minLength(36)
  @maxLength(36)
  principalId: string
}

@export()
@sealed()
@description('Where each night\'s audit file of each account is kept unchangeable (docs/adr/0452-a-file-a-night.md).')
type auditFileSettings = {
  @description('Days in which a file can be neither changed nor deleted. Personal data that an erasure does not reach: no longer than you must.')
  @minValue(1)
  @maxValue(146000)
  days: int

  @description('Set it once you locked the policy by hand: from then on it is left alone.')
  locked: bool?
}

@export()
@sealed()
@description('A monthly cost budget on the resource group.')
type monthlyBudget = {
  @description('Amount a month, in the currency of the subscription.')
  @minValue(1)
  amount: int

  @description('First day of a month, YYYY-MM-01. Azure refuses to change it later, so it is written down, not computed.')
  startDate: string

  @description('Who hears of 80 % and 100 %, actual and forecast.')
  @minLength(1)
  contactEmails: string[]
}

@export()
@description('An app setting, as App Service takes it.')
type appSetting = {
  name: string
  value: string
}

@export()
@description('Tags by name.')
type resourceTags = {
  @description('Value of the tag.')
  *: string
}

@export()
@description('A resource that is reached by private endpoint.')
type privateTarget = {
  @description('Short name, part of the endpoint\'s name.')
  name: string

  @description('Resource id.')
  targetId: string

  @description('Part of the resource: blob, table, namespace or vault.')
  groupId: string

  @description('Private DNS zone that names it.')
  zone: string

  @description('An endpoint before it in the list makes the zone.')
  sharesZone: bool?
}

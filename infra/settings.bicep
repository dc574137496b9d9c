import { account, apiKey, appSetting, brand, campaign, sender, webhook } from 'types.bicep'

// Turns the accounts into the app settings that the app's configuration reads: OptOut__Accounts__0__Brands__0__Id and so on.
// What is left out stays out, so that the app's own default holds.

@export()
@description('Name of the vault secret that holds one of an account\'s two auth tokens.')
func tokenSecretName(sid string, slot 'primary' | 'secondary') string => 'auth-token-${slot}-${sid}'

@export()
@description('Name of the vault secret that signs decisions (rule 33).')
var decisionKeySecretName = 'decision-key'

@export()
@description('The app setting\'s value that leads to it.')
func decisionKeyReference(vaultName string) string => '@Microsoft.KeyVault(VaultName=${vaultName};SecretName=decision-key)'

@export()
@description('All settings of all accounts, as {name, value}.')
func accountSettings(accounts account[], vaultName string) appSetting[] =>
  flatten(map(
    accounts,
    (a, i) =>
      concat(
        setting('OptOut__Accounts__${i}__Sid', a.sid),
        flag('OptOut__Accounts__${i}__Suspended', a.?suspended),
        setting('OptOut__Accounts__${i}__Storage', a.?storage),
        flag('OptOut__Accounts__${i}__RequireDecision', a.?requireDecision),
        setting('OptOut__Accounts__${i}__StopScope', a.?stopScope),
        setting('OptOut__Accounts__${i}__SyncToTwilio', a.?syncToTwilio),
        webhookSettings('OptOut__Accounts__${i}__Webhooks', a.?webhooks ?? [], vaultName),
        setting('OptOut__Accounts__${i}__AuthTokens__0', tokenReference(vaultName, a.sid, 'primary')),
        setting('OptOut__Accounts__${i}__AuthTokens__1', tokenReference(vaultName, a.sid, 'secondary')),
        apiKeySettings('OptOut__Accounts__${i}__ApiKeys', a.apiKeys),
        brandSettings('OptOut__Accounts__${i}__Brands', a.brands)
      )
  ))

// Without a version: App Service then follows a new version within 24 hours, at once when the references are refreshed.
// https://learn.microsoft.com/azure/app-service/app-service-key-vault-references
func tokenReference(vaultName string, sid string, slot 'primary' | 'secondary') string =>
  '@Microsoft.KeyVault(VaultName=${vaultName};SecretName=${tokenSecretName(sid, slot)})'

func apiKeySettings(prefix string, keys apiKey[]) appSetting[] =>
  flatten(map(
    keys,
    (k, i) => concat(setting('${prefix}__${i}__Hash', k.hash), setting('${prefix}__${i}__Permission', k.permission))
  ))

func webhookSettings(prefix string, webhooks webhook[], vaultName string) appSetting[] =>
  flatten(map(
    webhooks,
    (w, i) =>
      concat(
        setting('${prefix}__${i}__Url', w.url),
        setting('${prefix}__${i}__Secret', '@Microsoft.KeyVault(VaultName=${vaultName};SecretName=${w.secretName})')
      )
  ))

func brandSettings(prefix string, brands brand[]) appSetting[] =>
  flatten(map(
    brands,
    (b, i) =>
      concat(
        setting('${prefix}__${i}__Id', b.id),
        setting('${prefix}__${i}__Name', b.name),
        setting('${prefix}__${i}__OptOutHandledBy', b.?optOutHandledBy),
        setting('${prefix}__${i}__OptOutText', b.?optOutText),
        setting('${prefix}__${i}__OptInText', b.?optInText),
        setting('${prefix}__${i}__HelpText', b.?helpText),
        texts('${prefix}__${i}__OptOutTexts', b.?optOutTexts),
        texts('${prefix}__${i}__OptInTexts', b.?optInTexts),
        texts('${prefix}__${i}__HelpTexts', b.?helpTexts),
        setting('${prefix}__${i}__Language', b.?language),
        flag('${prefix}__${i}__Clarification', b.?clarification),
        setting('${prefix}__${i}__ConfirmWithin', b.?confirmWithin),
        setting('${prefix}__${i}__ReplyAfterOptOut', b.?replyAfterOptOut),
        setting('${prefix}__${i}__ReviewWithin', b.?reviewWithin),
        each('${prefix}__${i}__Domains', b.?domains),
        number('${prefix}__${i}__MaxSenders', b.?maxSenders),
        setting('${prefix}__${i}__QuietHours', b.?quietHours),
        setting('${prefix}__${i}__FreeTextOptOut', b.?freeTextOptOut),
        setting('${prefix}__${i}__ConversationWindow', b.?conversationWindow),
        setting('${prefix}__${i}__DefaultCampaign', b.?defaultCampaign),
        setting('${prefix}__${i}__ForwardUrl', b.?forwardUrl),
        setting('${prefix}__${i}__SupportContact', b.?supportContact),
        flag('${prefix}__${i}__Suspended', b.?suspended),
        senderSettings('${prefix}__${i}__Senders', b.senders),
        campaignSettings('${prefix}__${i}__Campaigns', b.?campaigns ?? [])
      )
  ))

func senderSettings(prefix string, senders sender[]) appSetting[] =>
  flatten(map(
    senders,
    (s, i) =>
      concat(
        setting('${prefix}__${i}__Address', s.address),
        setting('${prefix}__${i}__OptOutHandledBy', s.?optOutHandledBy)
      )
  ))

func campaignSettings(prefix string, campaigns campaign[]) appSetting[] =>
  flatten(map(
    campaigns,
    (c, i) =>
      concat(
        setting('${prefix}__${i}__Id', c.id),
        setting('${prefix}__${i}__Content', c.?content),
        setting('${prefix}__${i}__Purpose', c.?purpose),
        setting('${prefix}__${i}__Description', c.?description),
        setting('${prefix}__${i}__QuietHours', c.?quietHours),
        each('${prefix}__${i}__Senders', c.?senders),
        each('${prefix}__${i}__Countries', c.?countries),
        number('${prefix}__${i}__Max', c.?max),
        setting('${prefix}__${i}__Per', c.?per),
        flag('${prefix}__${i}__Recurring', c.?recurring),
        each('${prefix}__${i}__Keywords', c.?keywords),
        setting('${prefix}__${i}__CallToAction', c.?callToAction),
        flag('${prefix}__${i}__DoubleOptIn', c.?doubleOptIn),
        setting('${prefix}__${i}__DoubleOptInWindow', c.?doubleOptInWindow),
        setting('${prefix}__${i}__ReconfirmAfter', c.?reconfirmAfter),
        setting('${prefix}__${i}__ReconfirmEvery', c.?reconfirmEvery),
        setting('${prefix}__${i}__RemindEvery', c.?remindEvery),
        setting('${prefix}__${i}__PriorRelationshipWindow', c.?priorRelationshipWindow),
        flag('${prefix}__${i}__Suspended', c.?suspended)
      )
  ))

func setting(name string, value string?) appSetting[] => value == null ? [] : [{ name: name, value: value! }]

func flag(name string, value bool?) appSetting[] => value == null ? [] : [{ name: name, value: value! ? 'true' : 'false' }]

func number(name string, value int?) appSetting[] => value == null ? [] : [{ name: name, value: string(value!) }]

func each(name string, values string[]?) appSetting[] => map(values ?? [], (v, i) => { name: '${name}__${i}', value: v })

// By language.
func texts(name string, values { *: string }?) appSetting[] => map(items(values ?? {}), t => { name: '${name}__${t.key}', value: t.value })

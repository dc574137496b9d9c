#!/usr/bin/env bash
# Puts the Twilio auth tokens of each account into the vault, where they are not there yet; --rotate asks for all.
# azd runs it after provisioning. A token is typed here or comes in OPTOUT_TOKEN_PRIMARY and OPTOUT_TOKEN_SECONDARY
# (one account only); it is never an argument, so it shows in no process list and no shell history.
set -euo pipefail
cd "$(dirname "$0")/.."

: "${AZURE_RESOURCE_GROUP:?is set by azd provision}" "${OPTOUT_VAULT_NAME:?}" "${OPTOUT_APP_NAME:?}" "${OPTOUT_ACCOUNT_SIDS:?}"
rotate=${1:-}
if [ -n "${OPTOUT_TOKEN_PRIMARY:-}" ] && [ "$(wc -w <<<"$OPTOUT_ACCOUNT_SIDS")" -gt 1 ]; then
  echo "OPTOUT_TOKEN_PRIMARY holds one token, and there are several accounts: set OPTOUT_ACCOUNT_SIDS to the one it belongs to." >&2
  exit 1
fi
changed=no

# By the management plane: no right on secrets is needed, and a vault without a public address answers too.
vault_id=$(az resource show -g "$AZURE_RESOURCE_GROUP" -n "$OPTOUT_VAULT_NAME" --resource-type Microsoft.KeyVault/vaults --query id -o tsv)
exists() { az rest --method get --url "$vault_id/secrets/$1?api-version=2023-07-01" --query id -o tsv >/dev/null 2>&1; }

# Nobody has to know the key that signs decisions, so it is made here, once. --rotate leaves it: see docs/operations.md.
if ! exists decision-key; then
  OPTOUT_DECISION_KEY="$(openssl rand -base64 32)" \
    az deployment group create -g "$AZURE_RESOURCE_GROUP" -n decision-key --parameters decision-key.bicepparam -o none
  changed=yes
  echo "Decision key: written."
fi

for OPTOUT_ACCOUNT_SID in $OPTOUT_ACCOUNT_SIDS; do
  export OPTOUT_ACCOUNT_SID
  name="${OPTOUT_ACCOUNT_SID:0:6}…"
  if [ "$rotate" != --rotate ] && exists "auth-token-primary-$OPTOUT_ACCOUNT_SID" && exists "auth-token-secondary-$OPTOUT_ACCOUNT_SID"; then
    echo "Account $name: tokens are in the vault."
    continue
  fi

  primary=${OPTOUT_TOKEN_PRIMARY:-}
  secondary=${OPTOUT_TOKEN_SECONDARY:-}
  if [ -z "$primary" ]; then
    if [ ! -t 0 ]; then
      echo "Account $name has no auth token in the vault. Run infra/hooks/set-tokens.sh in a terminal; until then the app does not start." >&2
      continue
    fi
    read -rsp "Account $name: primary auth token: " primary; echo
    read -rsp "Account $name: secondary auth token (empty: none): " secondary; echo
  fi

  OPTOUT_TOKEN_PRIMARY="$primary" OPTOUT_TOKEN_SECONDARY="${secondary:-$primary}" \
    az deployment group create -g "$AZURE_RESOURCE_GROUP" -n "tokens-$OPTOUT_ACCOUNT_SID" --parameters tokens.bicepparam -o none
  changed=yes
  echo "Account $name: written."
done

# References without a version are followed within 24 hours; this follows them now.
if [ "$changed" = yes ]; then
  app_id=$(az resource show -g "$AZURE_RESOURCE_GROUP" -n "$OPTOUT_APP_NAME" --resource-type Microsoft.Web/sites --query id -o tsv)
  az rest --method post --url "$app_id/config/configreferences/appsettings/refresh?api-version=2022-03-01" -o none
  az functionapp restart -g "$AZURE_RESOURCE_GROUP" -n "$OPTOUT_APP_NAME"
fi

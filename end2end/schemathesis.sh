#!/usr/bin/env bash
# Asks the interface for programs everything that its OpenAPI document allows, and much that it does not.
# Usage: schemathesis.sh BASE_URL TOKEN [more flags of schemathesis]
#
# Serve with --api-writes-per-minute 0 --api-reads-per-minute 0, from a desk that may be spoiled.
# Left out: the live stream, which has no end, and the revoking of tokens, which would revoke this one.
# SCHEMATHESIS names the program; without it one is installed into a folder of its own beside the build's cache.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
base="${1:?give the address, such as http://127.0.0.1:3000}"
token="${2:?give a token of the role to try}"
shift 2

program="${SCHEMATHESIS:-}"
if [ -z "$program" ]; then
    home="${DESKBELL_CACHE:-${HOME:-/tmp}/.cache/deskbell}/schemathesis"
    program="$home/bin/schemathesis"
    if [ ! -x "$program" ]; then
        python3 -m venv "$home"
        "$home/bin/pip" install --quiet "schemathesis==4.32.5"
    fi
fi

# It keeps what it found in the folder that it runs in.
cd "$(mktemp -d)"
exec "$program" --config-file "$here/schemathesis.toml" run "$base/api/v1/openapi.json" \
    --header "Authorization: Bearer $token" \
    --exclude-operation-id streamEvents --exclude-operation-id revokeToken \
    --phases examples,coverage,fuzzing,stateful --checks all --continue-on-failure \
    --seed "${SCHEMATHESIS_SEED:-20261122}" --request-timeout 20 "$@"

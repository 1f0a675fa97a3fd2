#!/bin/sh
# A coverage matrix to begin with: a company with customers on the internet, business customers in two regions, people
# of its own and an operations desk. It replaces the matrix that is set; open promises move.
# Usage: coverage-matrix.sh BASE_URL TOKEN, with the token of an admin and its scope `admin`. Needs curl and jq.
set -eu
base="${1:?give the address, such as http://127.0.0.1:3000}"
token="${2:?give the token of an admin}"

send() {
    curl --silent --show-error --fail-with-body --json "$2" \
        --header "Authorization: Bearer $token" "$base/api/v1/promise/$1"
}

# Adds a calendar and prints its number: name, zone, hours of a weekday, of a Saturday, of a Sunday.
calendar() {
    send calendars "$(jq --null-input --arg name "$1" --arg zone "$2" --arg week "$3" --arg sat "$4" --arg sun "$5" \
        '{name: $name, coverage: {zone: $zone, hours: [$week, $week, $week, $week, $week, $sat, $sun]}}')" |
        jq --arg name "$1" '.calendars | map(select(.name == $name)) | last.id'
}

always=$(calendar "7 x 24" UTC 00:00-24:00 00:00-24:00 00:00-24:00)
business=$(calendar "6 x 21" UTC 03:00-24:00 03:00-24:00 "")
office=$(calendar "5 x 15" America/New_York 07:00-22:00 "" "")

# The first line that fits a requester decides, so the narrow ones come first.
send matrix "$(jq --null-input --argjson always "$always" --argjson business "$business" --argjson office "$office" '{rows: [
    {name: "Operations desk", audience: "internal", groups: ["Operations"], calendar: $always, desk: "Operations"},
    {name: "Business customers", audience: "external", groups: ["Business"], locations: ["Americas", "EMEA"],
        languages: ["en", "es"], calendar: $business},
    {name: "Internet customers", audience: "external", languages: ["en", "es"], calendar: $always},
    {name: "Internal employees", audience: "internal", locations: ["US"], languages: ["en"], calendar: $office}
]}')" | jq --raw-output '.matrix[] | "\(.name): calendar \(.calendar)"'

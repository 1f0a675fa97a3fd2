#!/usr/bin/env python3
"""Imports a real log, asks the program for its figures, and compares them with those that were counted elsewhere.

    replay.py DESKBELL LOG.csv MAP.toml EXPECTED.json DATA_DIR [--port 4200] [--database URL]
"""

import argparse
import json
import subprocess
import sys
import time
import urllib.request


def main():
    arguments = argparse.ArgumentParser()
    for name in ("deskbell", "log", "map", "expected", "data"):
        arguments.add_argument(name)
    arguments.add_argument("--port", type=int, default=4200)
    arguments.add_argument("--database")
    given = arguments.parse_args()
    storage = ["--data", given.data] + (["--database", given.database] if given.database else [])
    start = time.monotonic()
    sheet = f"{given.data}.sheet.json"
    run(given.deskbell, "import", "events", given.log, "--map", given.map, "--sheet", sheet, *storage)
    took = time.monotonic() - start
    token = run(given.deskbell, "token", "create", "--role", "agent", "--name", "replay", *storage).split()[0]
    report = ask(given, storage, token)
    with open(given.expected, encoding="utf-8") as file:
        expected = json.load(file)
    with open(sheet, encoding="utf-8") as file:
        told = json.load(file)
    differences = list(compare(expected, report, told))
    for difference in differences:
        print("DIFFERS", difference)
    print(f"imported in {took:.1f} s; {len(expected)} groups of figures, {len(differences)} differ")
    sys.exit(1 if differences else 0)


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command[:3]} failed: {done.stderr}")
    return done.stdout


def ask(given, storage, token):
    address = f"127.0.0.1:{given.port}"
    server = subprocess.Popen(
        [given.deskbell, "serve", "--listen", address, *storage], stdout=subprocess.PIPE, text=True
    )
    try:
        server.stdout.readline()
        url = f"http://{address}/api/v1/reports/tickets"
        request = urllib.request.Request(url, headers={"authorization": f"Bearer {token}"})
        start = time.monotonic()
        with urllib.request.urlopen(request) as answer:
            report = json.load(answer)
        print(f"the report took {time.monotonic() - start:.2f} s")
        return report
    finally:
        server.terminate()
        server.wait()


def compare(expected, report, sheet):
    def counts(name):
        return {entry["value"]: entry["tickets"] for entry in report["attributes"][name]["values"]}

    ours = {
        "events": report["events"],
        "incidents": report["tickets"],
        "opened_per_month": report["opened_per_month"],
        "made_sla": counts("made_sla"),
        "contact_type": counts("contact_type"),
        "priority": counts("priority"),
        "category_top10": [[v["value"], v["tickets"]] for v in report["attributes"]["category"]["values"][:10]],
        "distinct": {name: report["attributes"][name]["distinct"] for name in expected["distinct"]},
        "reopened_incidents": report["reopened"],
        "reassigned_incidents": report["reassigned"],
        "resolved_known": report["resolve_hours"]["known"],
        "resolve_hours": {name: report["resolve_hours"][name] for name in ("median", "p90", "negative")},
        "events_per_incident": report["events_per_ticket"],
        "distinct_state_paths": report["state_paths"]["distinct"],
        "top_paths": [[way["path"], way["tickets"]] for way in report["state_paths"]["top"][:8]],
        "out_of_order_updates": report["out_of_order"],
        "opened_by_hour": report["opened_per_hour"],
        "busiest_day": [[day["day"], day["tickets"]] for day in report["busiest_days"][:3]],
    }
    for name in expected:
        if name not in ours:
            yield f"{name}: not compared"
        elif expected[name] != ours[name]:
            yield f"{name}: expected {expected[name]}, reported {ours[name]}"
    for name, count in (("events_read", expected["events"]), ("tickets_made", expected["incidents"])):
        if sheet[name] != count:
            yield f"the sheet's {name}: {sheet[name]} instead of {count}"


main()

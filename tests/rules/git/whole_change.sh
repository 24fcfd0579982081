#!/usr/bin/env bash
# A whole change of rules with nothing but git and curl, as docs/guides/rules.md tells it; run by test_whole_change.py.
# Takes CATALOGS (where the service is), TENANT, TOKEN (of an author) and PUBLISHER_TOKEN.
set -euo pipefail

refused() { if "$@"; then echo "this should have been refused: $*" >&2; exit 1; fi; }
says() { grep -F -e "$1" "$2" >/dev/null || { echo "no \"$1\" in:" >&2; cat "$2" >&2; exit 1; }; }

git clone -q -c credential.helper='!f() { echo username=me; echo "password=$TOKEN"; }; f' "$CATALOGS/rules/git/$TENANT.git" rules
cd rules
git switch -q -c smb-discount

# A cell that no decision table can read.
sed 's/"limit": "8"/"limit": "12 %"/' tables/discount-limits.jdm.json > changed && mv changed tables/discount-limits.jdm.json
git commit -q -a -m "Small companies that stay a year get 12 %"
refused git push -q -u origin smb-discount 2> ../refused
says 'remote: tables/discount-limits.jdm.json#/nodes/1/content/rules/6/limit: tables.cell: Unexpected end' ../refused
says '(its rules do not hold together)' ../refused

sed 's/"limit": "12 %"/"limit": "12"/' tables/discount-limits.jdm.json > changed && mv changed tables/discount-limits.jdm.json
mkdir -p tests
cat > tests/discount-limits.json <<'JSON'
{
  "subject": {"kind": "table", "id": "discount-limits"},
  "instant": "2026-03-01",
  "cases": [
    {
      "id": "a-year",
      "context": {"account": {"segment": "SMB"}, "quote": {"termMonths": 12, "annualValue": 9000}},
      "expect": {"fired": ["smb-long"], "result": {"maxDiscountPct": 12, "approver": "none"}}
    },
    {
      "id": "less-than-a-year",
      "context": {"account": {"segment": "SMB"}, "quote": {"termMonths": 11, "annualValue": 9000}},
      "expect": {"fired": [], "result": {"maxDiscountPct": 0, "approver": "deal-desk"}}
    }
  ]
}
JSON
git add -A
git commit -q --amend --no-edit
git push -u origin smb-discount 2> ../taken
says 'remote: 7 cases, 0 failed' ../taken

curl -fsS -H "Authorization: Bearer $TOKEN" "$CATALOGS/rules/test-runs/$(git rev-parse HEAD)" > ../cases
says '"cases":7,"failed":0' ../cases

curl -fsS -H "Authorization: Bearer $TOKEN" "$CATALOGS/rules/difference/meaning?from=main&to=smb-discount" > ../meaning
says 'smb-long' ../meaning
curl -fsS -H "Authorization: Bearer $TOKEN" "$CATALOGS/rules/behaviour?from=main&to=smb-discount" > ../behaviour
says '"segment":"SMB"' ../behaviour

# An author may not; a publisher merges.
refused curl -fsS -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' "$CATALOGS/rules/merges" \
  -d '{"source": "smb-discount", "target": "main"}' 2> ../forbidden
says '403' ../forbidden
curl -fsS -H "Authorization: Bearer $PUBLISHER_TOKEN" -H 'Content-Type: application/json' "$CATALOGS/rules/merges" \
  -d '{"source": "smb-discount", "target": "main"}' > ../merged

git fetch -q
git log -1 --format='%H %s' origin/main > ../main
says 'Merge smb-discount into main' ../main
says "\"head\":\"$(git rev-parse origin/main)\"" ../merged
git diff --quiet smb-discount origin/main
git push -q origin :smb-discount

"""The development issuer's page: whose console do you want to see?"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape

from catalog_admin.access.dev_codes import Asked
from catalog_admin.kit.actor import Role

MAY = {
    Role.VIEWER: "Reads drafts, versions and prices, and changes nothing.",
    Role.CATALOG_EDITOR: "Fills catalogs: nodes, products, rate plans and prices, all in the draft.",
    Role.PUBLISHER: "Publishes drafts as versions, compares and tags them, and rolls back.",
    Role.RULE_AUTHOR: "Writes the rules that decide what stands on a shelf, and previews them.",
    Role.APPROVER: "Sees what will change for whom, and reads the trail.",
    Role.OPERATOR: "Looks after running things: jobs, events and the whole trail.",
    Role.TENANT_ADMIN: "May do all of this, and hands out tokens and roles.",
}


@dataclass(frozen=True)
class TenantChoice:
    key: str
    name: str


def page(asked: Asked, tenants: Sequence[TenantChoice]) -> str:
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in vars(asked).items()
    )
    buttons = "".join(
        f'<li><button name="role" value="{role.value}" aria-describedby="{role.value}">{_title(role)}</button>'
        f'<span id="{role.value}">{may}</span></li>'
        for role, may in MAY.items()
    )
    return (
        PAGE.replace("{style}", STYLE)
        .replace("{hidden}", hidden)
        .replace("{tenant}", _tenant(tenants))
        .replace("{buttons}", buttons)
    )


def display_name(role: str) -> str:
    """So that the trail and the console tell two roles apart at a glance."""
    return f"{_title(Role(role))} (development)"


def _title(role: Role) -> str:
    return role.value.replace("-", " ").capitalize()


def _tenant(tenants: Sequence[TenantChoice]) -> str:
    if not tenants:
        return '<input id="tenant" name="tenant" value="demo" required maxlength="63" autocomplete="off">'
    options = "".join(f'<option value="{each.key}">{escape(each.name)} ({each.key})</option>' for each in tenants)
    return f'<select id="tenant" name="tenant">{options}</select>'


STYLE = """
:root { color-scheme: light dark; --ink: #1d2733; --soft: #566272; --line: #d5dbe3; --ground: #f6f8fa; --card: #fff;
  --brand: #2158d0; --on-brand: #fff; --edge: #7a8797 }
@media (prefers-color-scheme: dark) { :root { --ink: #e4e9ef; --soft: #a3b0be; --line: #35404c; --ground: #12171d;
  --card: #1a2129; --brand: #7ba7f7; --on-brand: #0d1420; --edge: #8492a2 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--ink); font: 14px/1.5 system-ui, sans-serif }
main { max-width: 40rem; margin: 0 auto; padding: 3rem 1.25rem }
form { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 1.5rem }
h1 { font-size: 1.5rem; margin: 0 0 .25rem }
p { color: var(--soft); margin: 0 0 1.5rem }
label { display: block; font-weight: 600; margin: 0 0 .25rem }
small { display: block; color: var(--soft); margin: .2rem 0 0 }
input, select, textarea { width: 100%; font: inherit; color: inherit; background: var(--card); padding: .45rem .6rem;
  border: 1px solid var(--edge); border-radius: 6px }
ul { list-style: none; margin: 1.5rem 0; padding: 0 }
li { display: flex; gap: 1rem; align-items: center; padding: .5rem 0; border-top: 1px solid var(--line) }
li span { color: var(--soft) }
button { flex: 0 0 9.5rem; min-height: 2.25rem; font: inherit; font-weight: 600; border: 0; border-radius: 6px;
  background: var(--brand); color: var(--on-brand); cursor: pointer }
button:hover { text-decoration: underline }
:focus-visible { outline: 2px solid var(--brand); outline-offset: 2px }
summary { cursor: pointer; font-weight: 600; padding: .25rem 0 }
fieldset { border: 0; margin: .75rem 0 0; padding: 0; display: grid; gap: 1rem; grid-template-columns: 1fr 1fr }
fieldset > .wide { grid-column: 1 / -1 }
@media (max-width: 34rem) { li { display: block } button { width: 100%; margin-bottom: .3rem }
  fieldset { grid-template-columns: 1fr } }
"""
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in for development · catalog-admin</title>
<style>{style}</style>
</head>
<body>
<main>
<form method="post" action="/dev/authorize">
<h1>Who do you want to be?</h1>
<p>The development issuer lets anybody on this machine be anybody. It is gone as soon as a real issuer is set.</p>
{hidden}
<label for="tenant">Tenant</label>
{tenant}
<ul>{buttons}</ul>
<details>
<summary>Limits and claims</summary>
<fieldset>
<div><label for="catalog">Catalog</label>
<input id="catalog" name="catalog" maxlength="200" autocomplete="off" aria-describedby="catalog-help">
<small id="catalog-help">The role holds in this one only.</small></div>
<div><label for="path">Path</label>
<input id="path" name="path" maxlength="2000" autocomplete="off" aria-describedby="path-help">
<small id="path-help">…and only below it: hardware.servers</small></div>
<div><label for="environments">Environments</label>
<input id="environments" name="environments" maxlength="1000" autocomplete="off" aria-describedby="environments-help">
<small id="environments-help">Let into these only: dev, ut</small></div>
<div><label for="subject">Subject</label>
<input id="subject" name="subject" maxlength="200" autocomplete="off" aria-describedby="subject-help">
<small id="subject-help">What the trail calls you; else dev-publisher and so on.</small></div>
<div class="wide"><label for="claims">Claims</label>
<textarea id="claims" name="claims" rows="3" maxlength="4000" aria-describedby="claims-help"></textarea>
<small id="claims-help">One a line, as of a shopper: segment=edu</small></div>
</fieldset>
</details>
</form>
</main>
</body>
</html>
"""
# No script runs and nothing is loaded; the one style sheet is named by what it says.
POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

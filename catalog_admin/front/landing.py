"""A plain page for where no console was built: where everything is, how one signs in, what to try."""

import html
from dataclasses import dataclass
from typing import Any

from catalog_admin.settings import Settings

# Nothing is loaded from anywhere and no script runs.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True)
class Welcome:
    """How somebody new gets in, in words and as a command, and what is there to try."""

    words: str
    command: str
    has_demo: bool


def welcome(settings: Settings, *, has_demo: bool) -> Welcome:
    tenant = "demo" if has_demo else "YOURS"
    if settings.uses_dev_issuer:
        words = "The development issuer gives one out on this machine:"
        return Welcome(words, f"TOKEN=$(catalog-admin token --tenant {tenant} --role tenant-admin)", has_demo)
    if settings.oidc_issuer is not None:
        words = f"{settings.oidc_issuer} gives them out, for the audience {settings.oidc_audience}:"
        return Welcome(words, "TOKEN=...", has_demo)
    words = "Here they are API tokens, made at the command line:"
    return Welcome(words, f"TOKEN=$(catalog-admin api-token create NAME --tenant {tenant} --role viewer)", has_demo)


def example_calls(address: str, *, has_demo: bool) -> list[tuple[str, str]]:
    """What to try first, and the command that does it; $TOKEN is to be set before."""
    auth = '-H "Authorization: Bearer $TOKEN"'
    catalogs = ("The catalogs of the draft", f"curl -s {auth} {address}/commerce/catalogs")
    if not has_demo:
        return [catalogs]
    place = '(catalog: \\"global\\", path: \\"Dynamic.TopShelf\\")'
    query = f'{{"query": "{{ node{place} {{ displayName ratePlans {{ edges {{ node {{ key sku }} }} }} }} }}"}}'
    return [
        catalogs,
        (
            "A catalog as it was published in mid-2021",
            f"curl -s {auth} '{address}/commerce/catalogs/saas?date=2021-06-01'",
        ),
        (
            "Who stands on the Top Shelf, as storefronts see it",
            f"curl -s {auth} -H 'Content-Type: application/json' -d '{query}' {address}/graphql",
        ),
    ]


def landing_page(address: str, welcome: Welcome) -> str:
    tried = example_calls(address, has_demo=welcome.has_demo)
    calls = "".join(f"<dt>{_safe(what)}</dt><dd><pre>{_safe(call)}</pre></dd>" for what, call in tried)
    return PAGE.format(words=_safe(welcome.words), command=_safe(welcome.command), calls=calls)


def _safe(words: Any) -> str:
    return html.escape(str(words))


PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>catalog-admin</title>
<style>
:root {{ color-scheme: light dark; --ink: #1d2733; --soft: #5b6878; --line: #d9dfe6; --ground: #fbfcfd; --code: #f0f3f6;
  --accent: #0b62a8 }}
@media (prefers-color-scheme: dark) {{ :root {{ --ink: #e4e9ef; --soft: #9aa7b5; --line: #313b46; --ground: #14191f;
  --code: #1e252d; --accent: #6db6f2 }} }}
body {{ margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, sans-serif }}
main {{ max-width: 46rem; margin: 0 auto; padding: 4rem 1.25rem }}
h1 {{ font-size: 1.9rem; margin: 0 0 .25rem }} h2 {{ font-size: 1.05rem; margin: 2.5rem 0 .5rem }}
p.lead {{ color: var(--soft); margin: 0 }}
a {{ color: var(--accent) }}
ul {{ list-style: none; padding: 0; margin: 0 }}
li {{ display: flex; gap: 1rem; padding: .5rem 0; border-bottom: 1px solid var(--line) }}
li a {{ flex: 0 0 9rem }} li span, dt {{ color: var(--soft) }}
dd {{ margin: .25rem 0 1rem }}
pre {{ background: var(--code); border: 1px solid var(--line); border-radius: 6px; padding: .7rem .9rem; margin: 0;
  overflow-x: auto; font: 13px/1.5 ui-monospace, monospace }}
</style>
</head>
<body>
<main>
<h1>catalog-admin</h1>
<p class="lead">Hierarchical catalogs, rules and immutable versions.</p>
<h2>Where to go</h2>
<ul>
<li><a href="/docs">/docs</a><span>REST, every call with its words and refusals</span></li>
<li><a href="/graphql">/graphql</a><span>what storefronts read; a browser gets an editor</span></li>
<li><a href="/openapi.json">/openapi.json</a><span>the contract, for generated clients</span></li>
<li><a href="/readyz">/readyz</a><span>whether the service and its database answer</span></li>
</ul>
<h2>How to sign in</h2>
<p>Every call carries a bearer token. {words}</p>
<pre>{command}</pre>
<h2>What to try</h2>
<dl>{calls}</dl>
</main>
</body>
</html>
"""

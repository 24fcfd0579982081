// panva's oidc-provider on 127.0.0.1: a real OpenID provider for tests. Prints its issuer when it listens.
//
//   node server.mjs <oidc-provider/lib/index.js> <callback> <audience of access tokens, or nothing for opaque ones>
//
// Whoever signs in as `kim+publisher@acme` is kim of the tenant acme, with the role publisher; no role may be named.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';

const [library, callback, audience] = process.argv.slice(2);
const { default: Provider } = await import(pathToFileURL(library).href);

// Both ways to show a client's secret are in use; this one of them.
const method = audience ? 'client_secret_post' : 'client_secret_basic';
const client = {
  redirect_uris: [callback],
  post_logout_redirect_uris: [new URL('/console/', callback).href],
  grant_types: ['authorization_code'],
  response_types: ['code'],
};

function freshKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'RS256' };
}

function claimsOf(account) {
  const [, name, , role, tenant] = account.match(/^([^+@]+)(\+([^@]*))?@(.*)$/);
  return { name: `${name[0].toUpperCase()}${name.slice(1)}`, tenant, ...(role === undefined ? {} : { roles: [role] }) };
}

function provider(issuer) {
  return new Provider(issuer, {
    clients: [
      { ...client, client_id: 'console', client_secret: "the client's own: + / %", token_endpoint_auth_method: method },
      { ...client, client_id: 'console-public', token_endpoint_auth_method: 'none' },
    ],
    clientAuthMethods: [method, 'none'],
    jwks: { keys: [freshKey()] },
    cookies: { keys: ['not a secret'] },
    conformIdTokenClaims: false,
    claims: { openid: ['sub', 'tenant', 'roles'], profile: ['name'] },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...claimsOf(id) }) }),
    extraTokenClaims: (_, token) => (audience ? claimsOf(token.accountId) : undefined),
    features: {
      devInteractions: { enabled: true },
      rpInitiatedLogout: { enabled: true },
      resourceIndicators: {
        enabled: Boolean(audience),
        defaultResource: () => 'urn:catalog-admin',
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({ audience, scope: '', accessTokenFormat: 'jwt', accessTokenTTL: 600 }),
      },
    },
  });
}

let answer;
const server = createServer((request, response) => {
  response.shouldKeepAlive = false; // no test waits for, or warns of, a connection that another has left open
  if (request.url === '/rotate') {
    answer = provider(issuer).callback(); // keys of its own; those of before are gone
    response.end();
  } else answer(request, response);
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const issuer = `http://127.0.0.1:${server.address().port}`;
answer = provider(issuer).callback();
console.log(issuer);

// Starts GraphiQL on this server. The token belongs into the headers editor; it stays in this tab.
const WELCOME = `# What the storefront of this environment shows.
# Put your token into the headers editor below: {"Authorization": "Bearer …"}
query Shelf($catalog: String!) {
  catalog(key: $catalog) {
    version { digest number publishedAt }
    root {
      children(first: 10) {
        edges {
          node {
            displayName
            path
            ratePlanCount
            ratePlans(first: 5) { edges { node { key name charges { kind priceRef } } } }
          }
        }
      }
    }
  }
}
`;

ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, {
    fetcher: GraphiQL.createFetcher({ url: "/graphql" }),
    defaultQuery: WELCOME,
    variables: '{"catalog": "global"}',
    headers: '{"Authorization": "Bearer "}',
    shouldPersistHeaders: false,
  }),
);

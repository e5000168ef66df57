//! Queries over the data set: what is answered, and how a mistake is told. No HTTP.

use super::*;

fn answer(body: Value) -> Value {
    let request: GraphRequest = serde_json::from_value(body).unwrap();
    Document::read(&request.query).execute(&request, Timestamp::UNIX_EPOCH)
}

fn message(query: &str) -> String {
    let answer = answer(json!({"query": query}));
    assert_eq!(answer["data"], Value::Null, "{query}");
    answer["errors"][0]["message"].as_str().unwrap().to_owned()
}

#[test]
fn a_query_gets_exactly_what_it_selects_under_its_own_names() {
    let query = "query Q($where: [X!], $none: Int = 1) {
        prices: getTokenPrices(inputs: $where) { ...price }
        getNetworks { __typename ... on Network { id } }
    }
    fragment price on Price { usd: priceUsd networkId }";
    let sol = "So11111111111111111111111111111111111111112";
    let variables = json!({"where": [
        {"address": sol, "networkId": 1_399_811_149},
        {"address": sol, "networkId": 1},
    ]});
    let data = answer(json!({"query": query, "variables": variables}));
    assert_eq!(
        data["data"]["prices"],
        json!([{"usd": 151.42, "networkId": 1_399_811_149}, null])
    );
    assert_eq!(
        data["data"]["getNetworks"][0],
        json!({"__typename": "getNetworks", "id": 1})
    );
}

#[test]
fn arguments_of_every_kind_are_read() {
    let query = r#"{ filterTokens(limit: 1, phrase: "wrapped", filters: { liquidity: { gte: 1.5 },
        potentialScam: false, x: null }, rankings: [{ direction: DESC }])
        { count results { token { info { symbol } } } } }"#;
    let data = answer(json!({"query": query}));
    assert_eq!(
        data["data"]["filterTokens"],
        json!({"count": 1, "results": [{"token": {"info": {"symbol": "SOL"}}}]})
    );
}

#[test]
fn a_mistake_is_told_in_the_answer() {
    assert!(message("{ getNetworks { id ").starts_with("Syntax Error"));
    assert!(message("{ getWallets { id } }").contains("getWallets"));
    assert!(message("{ getNetworks { colour } }").contains("colour"));
    assert!(message("{ getNetworks }").contains("selection"));
    assert!(message("{ getNetworks { id { x } } }").contains("selection"));
    assert!(
        message("query A { getNetworks { id } } query B { getNetworks { id } }").contains("one")
    );
    assert!(message("mutation { createWebhooks { id } }").contains("queries"));
}

#[test]
fn a_fragment_within_itself_comes_to_an_end() {
    let query = "{ getNetworks { ...a } } fragment a on Network { id ...a }";
    let data = answer(json!({"query": query}));
    assert_eq!(data["data"]["getNetworks"][0], json!({"id": 1}));
}

#[test]
fn mutations_and_subscriptions_are_found_wherever_they_stand() {
    let reads = |query: &str| !Document::read(query).changes_or_subscribes();
    assert!(reads("{ getNetworks { id } }"));
    assert!(reads("query mutation { subscription: getNetworks { id } }"));
    assert!(!reads("query A { getNetworks { id } } mutation B { x }"));
    assert!(!reads("subscription { onPriceUpdated { priceUsd } }"));
}

//! The export, and the pages of a list.

use super::*;

#[test]
fn an_export_has_every_payment_with_its_exact_amount() {
    let fixture = Fixture::new();
    let a = fixture.sent("a");
    let chain = settlement(SettledBy::Chain);
    fixture.ledger.settled(&a, &chain, at(5)).unwrap();
    let mut large = quote("b", 1);
    large.amount = BaseUnits::parse("123456789012345678901234567890").unwrap();
    large.decimals = 18;
    fixture.ledger.reserve(&large, &policy(), at(7)).unwrap();

    let mut csv = Vec::new();
    fixture.ledger.export_csv(&mut csv).unwrap();
    let csv = String::from_utf8(csv).unwrap();
    let mut lines = csv.lines();
    assert_eq!(
        lines.next().unwrap(),
        "at,intent,state,method,origin,place,rail,chain,symbol,token,amount,base_units,recipient,\
         split_recipients,transaction,settled_by,settled_at,delivered_at,reason"
    );
    assert_eq!(
        lines.next().unwrap(),
        "2023-11-14T22:13:20Z,a,settled,GET,https://shop.example,shop.example/a,x402,8453,USDC,\
         0x0000000000000000000000000000000000000001,0.00001,10,\
         0x0000000000000000000000000000000000000002,\
         0x0000000000000000000000000000000000000003,0xchain,chain,2023-11-14T22:13:25Z,,"
    );
    assert!(
        lines
            .next()
            .unwrap()
            .contains(",123456789012.34567890123456789,123456789012345678901234567890,")
    );
    assert_eq!(lines.next(), None);

    let mut json = Vec::new();
    fixture.ledger.export_json_lines(&mut json).unwrap();
    let json = String::from_utf8(json).unwrap();
    let lines: Vec<serde_json::Value> = json
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(
        (&lines[0]["amount"], &lines[0]["transaction"]),
        (&"0.00001".into(), &"0xchain".into())
    );
    assert_eq!(lines[1]["base_units"], "123456789012345678901234567890");
    assert!(
        !(csv + &json).contains("signature of"),
        "no signature is exported"
    );
}

#[test]
fn no_cell_of_an_export_is_a_formula() {
    let fixture = Fixture::new();
    for (number, start) in ["=", "+", "-", "@", "\t", "\r"].into_iter().enumerate() {
        let mut quote = quote(&format!("-{number}"), 1);
        quote.symbol = format!("{start}cmd");
        quote.rail = format!("{start}rail");
        fixture.ledger.reserve(&quote, &policy(), at(0)).unwrap();
        let transaction = Some(format!("{start}HYPERLINK(\"https://evil.example\")"));
        sign(&fixture.ledger, &quote.intent, &number.to_string()).unwrap();
        let by = SettledBy::Receipt;
        let receipt = Settlement { by, transaction };
        fixture
            .ledger
            .settled(&quote.intent, &receipt, at(2))
            .unwrap();
    }
    let mut csv = Vec::new();
    fixture.ledger.export_csv(&mut csv).unwrap();
    let mut cells = 0;
    for record in csv::Reader::from_reader(&csv[..]).records() {
        for cell in &record.unwrap() {
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '\t', '\r']),
                "{cell:?}"
            );
            cells += usize::from(cell.starts_with('\''));
        }
    }
    assert_eq!(cells, 6 * 4, "intent, symbol, rail and transaction of each");
}

#[test]
fn a_list_goes_on_where_it_ended() {
    let fixture = Fixture::new();
    for number in 0..5 {
        fixture.approved(&format!("n{number}"));
    }
    let names = |page: &[Payment]| -> Vec<String> {
        page.iter()
            .map(|payment| payment.intent.to_string())
            .collect()
    };
    let first = fixture.ledger.recent(2, None).unwrap();
    assert_eq!(names(&first), ["n4", "n3"]);
    let second = fixture.ledger.recent(9, Some(first[1].number)).unwrap();
    assert_eq!(names(&second), ["n2", "n1", "n0"]);
}

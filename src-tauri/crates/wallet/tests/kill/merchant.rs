//! A merchant and its chain in one, over loopback. It takes the money now, later or never, and
//! answers, is silent or lies; the chain takes each authorization once, and none after its end.

use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use fastrand::Rng;

/// What the merchant does with a payment.
#[derive(Clone, Copy)]
enum Manner {
    Honest,
    NoReceipt,
    TakesAndHangsUp,
    TakesAndFails,
    HangsUp,
    Fails,
    TakesLater,
}

const MANNERS: [Manner; 7] = [
    Manner::Honest,
    Manner::NoReceipt,
    Manner::TakesAndHangsUp,
    Manner::TakesAndFails,
    Manner::HangsUp,
    Manner::Fails,
    Manner::TakesLater,
];

struct Books {
    random: Rng,
    clock: i64,
    /// Authorizations that the merchant holds back, with their ends.
    held: HashMap<String, i64>,
    settled: HashSet<String>,
}

/// A merchant that runs until the program ends.
pub(crate) struct Merchant {
    address: SocketAddr,
    books: Arc<Mutex<Books>>,
}

impl Merchant {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let books = Arc::new(Mutex::new(Books::of(0)));
        let kept = books.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                serve(stream, &kept);
            }
        });
        Self { address, books }
    }

    /// Another merchant on another chain, with manners of its own.
    pub(crate) fn become_another(&self, seed: u64) {
        *self.books.lock().expect("no panic") = Books::of(seed);
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The chain's time.
    pub(crate) fn clock(&self) -> i64 {
        self.books.lock().expect("no panic").clock
    }

    /// Time passes, and what was held back is taken.
    pub(crate) fn tick(&self) {
        let mut books = self.books.lock().expect("no panic");
        for (nonce, end) in std::mem::take(&mut books.held) {
            books.settle(nonce, end);
        }
        books.clock += 1;
    }

    /// How many authorizations the chain settled.
    pub(crate) fn settled(&self) -> usize {
        self.books.lock().expect("no panic").settled.len()
    }
}

impl Books {
    fn of(seed: u64) -> Self {
        Self {
            random: Rng::with_seed(seed),
            clock: 0,
            held: HashMap::new(),
            settled: HashSet::new(),
        }
    }

    /// Whether it was taken by this call.
    fn settle(&mut self, nonce: String, end: i64) -> bool {
        self.clock < end && self.settled.insert(nonce)
    }

    fn paid(&mut self, nonce: &str, end: i64) -> &'static str {
        let manner = *self.random.choice(&MANNERS).expect("a manner");
        match manner {
            Manner::Honest if self.settle(nonce.to_owned(), end) => "200 receipt\n",
            Manner::NoReceipt if self.settle(nonce.to_owned(), end) => "200\n",
            Manner::TakesAndHangsUp => {
                self.settle(nonce.to_owned(), end);
                ""
            }
            Manner::TakesAndFails => {
                self.settle(nonce.to_owned(), end);
                "500\n"
            }
            Manner::TakesLater => {
                self.held.insert(nonce.to_owned(), end);
                "500\n"
            }
            Manner::HangsUp => "",
            Manner::Honest | Manner::NoReceipt | Manner::Fails => "402\n",
        }
    }

    fn outcome(&self, nonce: &str, end: i64) -> &'static str {
        if self.settled.contains(nonce) {
            "settled\n"
        } else if self.clock < end {
            "pending\n"
        } else {
            "expired\n"
        }
    }
}

/// Answers one line: `pay NONCE END` to the merchant, `ask NONCE END` to the chain.
fn serve(stream: TcpStream, books: &Mutex<Books>) {
    let mut line = String::new();
    let mut reader = BufReader::new(stream);
    if reader.read_line(&mut line).is_err() || !line.ends_with('\n') {
        return;
    }
    let mut words = line.split_whitespace();
    let (Some(verb), Some(nonce), Some(end)) = (words.next(), words.next(), words.next()) else {
        return;
    };
    let end: i64 = end.parse().expect("an end");
    let mut books = books.lock().expect("no panic");
    let answer = if verb == "pay" {
        books.paid(nonce, end)
    } else {
        books.outcome(nonce, end)
    };
    // Whoever was killed reads no answer.
    drop(reader.into_inner().write_all(answer.as_bytes()));
}
